using VirtualTA.Core.Contracts;
using VirtualTA.Core.Models;
using VirtualTA.Core.Pronunciation;
using VirtualTA.Neural.Threading;
using VirtualTA.Synthesis.Autoregressive;
using VirtualTA.Synthesis.Codec;
using VirtualTA.Synthesis.Text;
using VirtualTA.Synthesis.Voices;

namespace VirtualTA.Synthesis.Streaming;

/// <summary>Offers the embedded synthesiser where its weights and at least one voice are installed.</summary>
internal static class EmbeddedSynthesizerOffer
{
    public const string Name = "embedded";

    private const string Temperature = "temperature";
    private const string TopP = "top_p";
    private const string Guidance = "guidance";

    public static EngineOffer<ISpeechSynthesizer> Create(EmbeddedSynthesizerOptions? options) => new(
        Name, "Cloned voices, streamed, on this machine", FindRemedy(), () => Load(options))
    { Reservation = FindReservation() };

    /// <summary>Loads weights and text front end; voices are loaded when they are asked for.</summary>
    /// <param name="options">How to speak; as the manifest says if not given.</param>
    public static EmbeddedSynthesizer Load(EmbeddedSynthesizerOptions? options)
    {
        EmbeddedModels models = EmbeddedModels.Load();
        return new EmbeddedSynthesizer(
            new TextFrontEnd(Pronouncer.LoadDefault()),
            models.Model,
            models.Refinement,
            (seed, speaker) => new CodecFrames(models.Codec.NewDecoder(seed, speaker: speaker)),
            models.Voices(),
            options ?? new EmbeddedSynthesizerOptions { Sampling = FindSampling() },
            WorkerPool.CallerOnly);
    }

    /// <summary>The voices, without loading anything.</summary>
    public static IReadOnlyList<VoiceDescription> Describe() => VoiceFolder.Describe(EmbeddedModels.VoicesFolder);

    /// <summary>The settings with which the weights were judged.</summary>
    public static SamplingOptions FindSampling()
    {
        SamplingOptions own = new();
        return ShippedManifest.Find(ModelFolder.Find(), EmbeddedModels.ModelFile)?.Sampling is { } judged
            ? new SamplingOptions
            {
                Temperature = judged.TryGetValue(Temperature, out double temperature) ? (float)temperature : own.Temperature,
                TopP = judged.TryGetValue(TopP, out double topP) ? (float)topP : own.TopP,
                Guidance = judged.TryGetValue(Guidance, out double guidance) ? (float)guidance : own.Guidance,
            }
            : own;
    }

    private static string? FindRemedy() => EmbeddedModels.FindRemedy()
        ?? (Describe().Count > 0 ? null : "There is no voice yet. Enrol one: virtualta voices enroll NAME clip.wav");

    private static string? FindReservation()
    {
        try
        {
            return ShippedManifest.Find(ModelFolder.Find(), EmbeddedModels.ModelFile) switch
            {
                null => "Its weights are not in models/manifest.json, so that nobody vouches for them.",
                { Stage: ShippedManifest.Experimental } => "Its weights are marked experimental; ask for it by name, or for one of its voices.",
                _ => null,
            };
        }
        catch (DirectoryNotFoundException)
        {
            return null; // the remedy says so
        }
    }

    private sealed class CodecFrames(CodecDecoder decoder) : IFrameDecoder
    {
        public int UsedLevels
        {
            set => decoder.UsedLevels = value;
        }

        public int SamplesFor(int frames) => decoder.SamplesFor(frames);

        public int Decode(ReadOnlySpan<int> codes, Span<float> samples) => decoder.Decode(codes, samples);
    }
}
