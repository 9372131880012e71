/** Line icons, 20 px, in the colour of the text. Decorative: the buttons carry the words. */

const paths = {
  send: "M10 16V4m0 0L5 9m5-5 5 5",
  stop: "M6 6h8v8H6zM7.5 7.5h5v5h-5zM9 9h2v2H9z",
  voice: "M4 8v4h3l4 3V5L7 8H4zm10-.5a4 4 0 0 1 0 5m2-7.5a7 7 0 0 1 0 10",
  mute: "M4 8v4h3l4 3V5L7 8H4zm10 0 4 4m0-4-4 4",
  light: "M10 6.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7zM10 2v1.5m0 13V18M2 10h1.5m13 0H18M4.3 4.3l1.1 1.1m9.2 9.2 1.1 1.1m0-11.4-1.1 1.1m-9.2 9.2-1.1 1.1",
  dark: "M16 12.5A6.5 6.5 0 0 1 7.5 4a6.5 6.5 0 1 0 8.5 8.5z",
  system: "M3 4.5h14v9H3zM7.5 17h5M10 13.5V17",
  close: "M5 5l10 10M15 5 5 15",
  chart: "M3.5 16.5h13M5.5 13.5v-3m4.5 3v-8m4.5 8v-5",
  hall: "M3 4h14v8H3zM7 16l1.5-4m4.5 4-1.5-4M6 7h5M6 9.5h8",
  up: "M10 16V5m0 0L5.5 9.5M10 5l4.5 4.5",
  hand: "M6.5 10V5.5a1.25 1.25 0 0 1 2.5 0V9m0-4.5a1.25 1.25 0 0 1 2.5 0V9m0-3a1.25 1.25 0 0 1 2.5 0v6a5 5 0 0 1-5 5c-2.5 0-3.6-1.6-5-4.5l-1-2a1.2 1.2 0 0 1 2-1.2L6.5 11",
  lock: "M5 9h10v7.5H5zM7 9V6.5a3 3 0 0 1 6 0V9",
  warning: "M10 3.5 17.5 16.5h-15zM10 8.5v3.5m0 2v.3",
} as const;

export function Icon({ name }: { name: keyof typeof paths }) {
  return (
    <svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">
      <path d={paths[name]} fill="none" stroke="currentColor" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round" />
    </svg>
  );
}
