import { HubConnectionBuilder, HubConnectionState, LogLevel, type HubConnection } from "@microsoft/signalr";
import { signal } from "@preact/signals";

export type ConnectionState = "connecting" | "connected" | "reconnecting";

const retryMs = [0, 300, 1_000, 2_000, 3_000];

/** A connection to a hub, kept for as long as the page is open. */
export class HubLink {
  readonly connection: HubConnection;
  readonly state = signal<ConnectionState>("connecting");

  /** Called when a lost connection is back. */
  onReconnected: () => void = () => {};

  constructor(path: string) {
    this.connection = new HubConnectionBuilder()
      .withUrl(path)
      .withAutomaticReconnect({ nextRetryDelayInMilliseconds: (context) => retryMs[context.previousRetryCount] ?? 5_000 })
      .configureLogging(LogLevel.None)
      .build();
    this.connection.onreconnecting(() => (this.state.value = "reconnecting"));
    this.connection.onreconnected(() => this.connected());
    this.connection.onclose(() => {
      this.state.value = "reconnecting";
      void this.start();
    });
  }

  /** Connects, however long it takes. */
  async start(): Promise<void> {
    for (let attempt = 0; this.connection.state === HubConnectionState.Disconnected; attempt++) {
      try {
        await this.connection.start();
        this.connected();
      } catch {
        const pause = retryMs[attempt + 1] ?? 5_000;
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
  }

  /** A report that is worth nothing later is not kept for later. */
  tell(method: string, ...values: unknown[]): void {
    if (this.connection.state === HubConnectionState.Connected) {
      this.connection.send(method, ...values).catch(() => {});
    }
  }

  private connected(): void {
    const wasLost = this.state.value === "reconnecting";
    this.state.value = "connected";
    if (wasLost) {
      this.onReconnected();
    }
  }
}
