using System.Text.Json;

namespace VirtualTA.EndToEnd.Tests;

/// <summary>
/// A student in front of the microphone who speaks when told to: the page's getUserMedia is a stream that recordings are played into,
/// at moments known on the page's own clock. Unlike Chromium's fake device it can answer what it hears.
/// </summary>
internal sealed class StudentVoice(VoiceChatPage chat)
{
    /// <summary>To be run before the page's own scripts.</summary>
    public const string Script = """
        (() => {
          let context, mouth;
          const open = () => {
            context ??= new AudioContext({ sampleRate: 16000 });
            mouth ??= context.createMediaStreamDestination();
            return context.resume();
          };
          navigator.mediaDevices.getUserMedia = async () => {
            await open();
            return mouth.stream.clone();
          };
          const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
          // The audio clock moves in steps, so that a reading is late and never early: the least difference is the right one.
          const difference = async () => {
            let least = Infinity;
            for (let i = 0; i < 60; i++) {
              least = Math.min(least, performance.now() - context.currentTime * 1000);
              await pause(2);
            }
            return least;
          };
          window.student = {
            async say(recording) {
              const bytes = Uint8Array.from(atob(recording), (letter) => letter.charCodeAt(0));
              const source = new AudioBufferSourceNode(context, { buffer: await context.decodeAudioData(bytes.buffer) });
              source.connect(mouth);
              const toPage = await difference();
              const begin = context.currentTime + 0.05;
              source.start(begin);
              return begin * 1000 + toPage;
            },
          };
        })();
        """;

    /// <summary>Begins to say a recording.</summary>
    /// <param name="wav">The file.</param>
    /// <returns>When its first sample is at the microphone, in milliseconds of the page's performance.now().</returns>
    public async Task<double> SayAsync(byte[] wav)
    {
        var begin = await chat.Page.EvaluateAsync<JsonElement>("recording => window.student.say(recording)", Convert.ToBase64String(wav));
        return begin.GetDouble();
    }
}
