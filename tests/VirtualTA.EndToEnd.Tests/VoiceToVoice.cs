using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Xunit.Abstractions;

namespace VirtualTA.EndToEnd.Tests;

/// <summary>
/// Measures what a student hears: last sample of speech at the microphone to first audible sample of the answer, and first sample of
/// an interruption to silence. Every question interrupts the answer before it. Only where VIRTUALTA_MEASURE names a file for the figures.
/// </summary>
[Collection(VoiceChatGroup.Name)]
public sealed class VoiceToVoice(VoiceChatFixture fixture, ITestOutputHelper output)
{
    private const int AudibleBeforeInterruption = 16_000;
    private const double Patience = 30_000;

    private static readonly string[] Voices = ["rms", "slt"];
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    [MeasureFact]
    public async Task Chromium_OpenMicrophone()
    {
        var questions = await File.ReadAllLinesAsync(Path.Combine(VoiceChatFixture.Root, "tests", "assets", "questions", "questions.txt"));
        await using var chat = await fixture.OpenAsync(script: StudentVoice.Script);
        var student = new StudentVoice(chat);
        await chat.OpenMicrophoneAsync();

        var asked = new List<Asked>();
        var first = true;
        var warmUp = SpeechRecording.Make(Voices[0], questions[0]);
        var cold = await SinceAsync(chat, "Number(turn?.dataset.audibleAt ?? 0)", await student.SayAsync(warmUp.Wav) + warmUp.LastMs); // engines load at first use
        await chat.UntilAsync("page.dataset.playing === ''");
        foreach (var (voice, text) in Voices.SelectMany(voice => questions.Where(line => line.Length > 0).Select(text => (voice, text))))
        {
            var recording = SpeechRecording.Make(voice, text);
            var turns = await chat.Turns.CountAsync();
            var begin = await student.SayAsync(recording.Wav);
            var measured = new Asked(voice, text);
            if (!first)
            {
                measured.BargeInMs = await SinceAsync(chat, "Number(page.dataset.silentAt)", begin + recording.FirstMs);
            }

            var heard = await SinceAsync(chat, $"document.querySelectorAll('.turn').length > {turns} ? Number(turn.dataset.audibleAt) : 0", begin + recording.LastMs);
            measured.VoiceToVoiceMs = heard;
            measured.MeasuredByPageMs = heard is null ? null : await ReadAsync(chat, "Number(turn.dataset.audibleAt) - Number(turn.dataset.askedAt)");
            measured.Understood = await chat.Turns.CountAsync() > turns ? await chat.Turns.Last.Locator(".question").InnerTextAsync() : null;
            asked.Add(measured);
            output.WriteLine(JsonSerializer.Serialize(measured));
            if (heard is not null)
            {
                await chat.UntilAsync($"Number(page.dataset.audibleSamples) >= {AudibleBeforeInterruption} || page.dataset.playing === ''");
            }

            first = heard is null || await chat.Page.Locator(".page").GetAttributeAsync("data-playing") == "";
        }

        var summary = new
        {
            VoiceToVoice = Summarise(asked.Select(one => one.VoiceToVoiceMs)),
            MeasuredByPage = Summarise(asked.Select(one => one.MeasuredByPageMs)),
            BargeInToSilence = Summarise(asked.Select(one => one.BargeInMs)),
            Underruns = await ReadAsync(chat, "Number(page.dataset.underruns)"),
            ColdMs = cold,
            Questions = asked,
            Turns = await chat.Page.EvaluateAsync<JsonElement>("async () => (await fetch('/api/latency')).json()"),
        };
        output.WriteLine(JsonSerializer.Serialize(new { summary.VoiceToVoice, summary.MeasuredByPage, summary.BargeInToSilence, summary.Underruns, summary.ColdMs }));
        await File.WriteAllTextAsync(MeasureFactAttribute.File!, JsonSerializer.Serialize(summary, Indented));
        Assert.True(summary.VoiceToVoice.Count >= questions.Length, "Fewer than half of the questions were answered.");
    }

    /// <summary>Waits until a stamp of the page is later than a moment. @returns How much later; null if that did not come.</summary>
    private static async Task<double?> SinceAsync(VoiceChatPage chat, string stamp, double moment)
    {
        var condition = string.Create(CultureInfo.InvariantCulture, $"({stamp}) > {moment - 100} || performance.now() > {moment + Patience}");
        await chat.UntilAsync(condition);
        var at = await ReadAsync(chat, stamp) - moment;
        return at > -100 && at < Patience ? at : null;
    }

    private static Task<double> ReadAsync(VoiceChatPage chat, string expression) => chat.Page.EvaluateAsync<double>(
        $$"""
        () => {
          const page = document.querySelector('.page');
          const turn = [...document.querySelectorAll('.turn')].at(-1);
          return {{expression}};
        }
        """);

    private static Figures Summarise(IEnumerable<double?> values)
    {
        var sorted = values.Where(value => value is not null).Select(value => value!.Value).Order().ToArray();
        double? At(double share) => sorted.Length == 0 ? null : Math.Round(sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)]);
        return new Figures(sorted.Length, At(0.5), At(0.95), At(1));
    }

    private sealed record Figures(int Count, double? P50, double? P95, double? Worst);

    private sealed record Asked(string Voice, string Question)
    {
        public double? VoiceToVoiceMs { get; set; }

        public double? MeasuredByPageMs { get; set; }

        public double? BargeInMs { get; set; }

        public string? Understood { get; set; }
    }
}

/// <summary>A question spoken by flite, and where speech begins and ends in it.</summary>
/// <param name="Wav">The file.</param>
/// <param name="FirstMs">First sound.</param>
/// <param name="LastMs">Last sound.</param>
internal sealed record SpeechRecording(byte[] Wav, double FirstMs, double LastMs)
{
    private const double Audible = 32_768 * 0.005; // -46 dBFS over 10 ms

    public static SpeechRecording Make(string voice, string text)
    {
        var file = Path.Combine(Path.GetTempPath(), $"virtualta-{Guid.NewGuid():N}.wav");
        try
        {
            using var flite = Process.Start(new ProcessStartInfo("flite", ["-voice", voice, "-t", text, "-o", file]))!;
            flite.WaitForExit();
            return Of(File.ReadAllBytes(file));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static SpeechRecording Of(byte[] wav)
    {
        var rate = BitConverter.ToInt32(wav, 24);
        var window = rate / 100;
        var levels = Enumerable.Range(0, (wav.Length - 44) / 2 / window).Select(at => Level(wav.AsSpan(44 + (at * window * 2), window * 2))).ToList();
        return new SpeechRecording(wav, 10.0 * levels.FindIndex(level => level > Audible), 10.0 * (levels.FindLastIndex(level => level > Audible) + 1));
    }

    private static double Level(ReadOnlySpan<byte> pcm)
    {
        var energy = 0.0;
        for (var at = 0; at < pcm.Length; at += 2)
        {
            var sample = BitConverter.ToInt16(pcm[at..]);
            energy += (double)sample * sample;
        }

        return Math.Sqrt(energy / (pcm.Length / 2));
    }
}

[AttributeUsage(AttributeTargets.Method)]
internal sealed class MeasureFactAttribute : FactAttribute
{
    public MeasureFactAttribute()
    {
        if (string.IsNullOrEmpty(File))
        {
            Skip = "Figures are taken only where VIRTUALTA_MEASURE names a file for them.";
        }
    }

    public static string? File => Environment.GetEnvironmentVariable("VIRTUALTA_MEASURE");
}
