using VirtualTA.Core.Contracts;
using VirtualTA.Core.Models;
using VirtualTA.Core.Pronunciation;
using VirtualTA.Synthesis.Autoregressive;
using VirtualTA.Synthesis.Codec;
using VirtualTA.Synthesis.Refinement;
using VirtualTA.Synthesis.Text;
using VirtualTA.Synthesis.Voices;

namespace VirtualTA.Synthesis.Streaming;

/// <summary>Offers the embedded synthesiser where its weights and at least one voice are installed.</summary>
internal static class EmbeddedSynthesizerOffer
{
    private static readonly string[] AutoregressiveWeights = ["voice", "autoregressive.safetensors"];
    private static readonly string[] RefinementWeights = ["voice", "refinement.safetensors"];
    private static readonly string[] CodecWeights = ["codec", "vta-16-50.safetensors"];
    private static readonly string[] Voices = ["voices"];

    public static EngineOffer<ISpeechSynthesizer> Create(EmbeddedSynthesizerOptions options) => new(
        "embedded", "Cloned voices, streamed, on this machine", FindRemedy(), () => Load(options));

    /// <summary>Loads weights and text front end; voices are loaded when they are asked for.</summary>
    public static EmbeddedSynthesizer Load(EmbeddedSynthesizerOptions options)
    {
        AutoregressiveModel model = AutoregressiveModel.Load(ModelFolder.PathOf(AutoregressiveWeights));
        RefinementModel refinement = RefinementModel.Load(ModelFolder.PathOf(RefinementWeights));
        AudioCodec codec = AudioCodec.Load(ModelFolder.PathOf(CodecWeights));
        return new EmbeddedSynthesizer(
            new TextFrontEnd(Pronouncer.LoadDefault()),
            model,
            refinement,
            seed => new CodecFrames(codec.NewDecoder(seed)),
            new VoiceFolder(ModelFolder.PathOf(Voices), model, refinement),
            options);
    }

    private static string? FindRemedy()
    {
        string folder;
        try
        {
            folder = ModelFolder.Find();
        }
        catch (DirectoryNotFoundException problem)
        {
            return problem.Message;
        }

        foreach (string[] parts in new[] { AutoregressiveWeights, RefinementWeights, CodecWeights })
        {
            string path = Path.Combine([folder, .. parts]);
            if (!File.Exists(path))
            {
                return $"The weights '{path}' are missing. Train and export them as models/training/README.md describes.";
            }
        }

        return Directory.Exists(Path.Combine(folder, Voices[0])) && Directory.EnumerateFiles(Path.Combine(folder, Voices[0]), "*" + VoiceFolder.Extension).Any()
            ? null
            : "There is no voice yet: enrol one.";
    }

    private sealed class CodecFrames(CodecDecoder decoder) : IFrameDecoder
    {
        public int SamplesFor(int frames) => decoder.SamplesFor(frames);

        public int Decode(ReadOnlySpan<int> codes, Span<float> samples) => decoder.Decode(codes, samples);
    }
}
