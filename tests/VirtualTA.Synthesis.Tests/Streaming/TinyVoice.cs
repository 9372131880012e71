using VirtualTA.Core.Contracts;
using VirtualTA.Core.Pronunciation;
using VirtualTA.Neural.Memory;
using VirtualTA.Neural.Threading;
using VirtualTA.Synthesis.Autoregressive;
using VirtualTA.Synthesis.Refinement;
using VirtualTA.Synthesis.Streaming;
using VirtualTA.Synthesis.Text;
using VirtualTA.Synthesis.Voices;

namespace VirtualTA.Synthesis.Tests.Streaming;

/// <summary>The golden files' small random networks, two voices, and a decoder whose samples tell the codes and their order.</summary>
internal static class TinyVoice
{
    private static readonly Lazy<Pronouncer> Words = new(() => Pronouncer.LoadDefault());

    public static AutoregressiveModel Model { get; } = AutoregressiveModel.Load(VoiceFiles.Golden("voice-autoregressive-pair.safetensors"));

    public static RefinementModel Refinement { get; } = RefinementModel.Load(VoiceFiles.Golden("voice-refinement.safetensors"));

    public static TextFrontEnd FrontEnd => new(Words.Value);

    public static VoicePrompt Prompt(string name, int seed, int frames = 30)
    {
        Random random = new(seed);
        byte[] symbols = [.. Phones.Parse("HH AH0 L OW1 , W ER1 L D .").Ids];
        return new VoicePrompt(
            name,
            [.. Enumerable.Range(0, frames * 6).Select(_ => random.Next(24))],
            symbols,
            [.. Enumerable.Range(0, frames).Select(frame => frame * symbols.Length / frames)],
            [.. Enumerable.Range(0, 8).Select(_ => random.NextSingle() - 0.5f)]);
    }

    public static EmbeddedSynthesizer Synthesizer(int framesPerChunk = 1, int mostStreams = 16, IVoiceSource? voices = null, Action<int>? levels = null, float guidance = 0) => new(
        FrontEnd, Model, Refinement, (seed, _) => new TellingDecoder(seed, levels), voices ?? new TwoVoices(),
        new EmbeddedSynthesizerOptions { FramesPerChunk = framesPerChunk, MostStreams = mostStreams, Sampling = new SamplingOptions { Guidance = guidance } }, WorkerPool.CallerOnly);

    public static async Task<(short[] Samples, WordTiming[] Words, int Chunks)> SpeakAsync(EmbeddedSynthesizer synthesizer, IAsyncEnumerable<string> text, ulong seed = 1, string? voice = null, SpeechHaste haste = SpeechHaste.None)
    {
        List<short> samples = [];
        List<WordTiming> words = [];
        int chunks = 0;
        await foreach (AudioChunk chunk in synthesizer.SpeakAsync(text, new SpeechOptions(voice, seed) { Haste = haste }))
        {
            samples.AddRange(chunk.Samples.Span);
            words.AddRange(chunk.Words);
            chunks++;
        }

        return ([.. samples], [.. words], chunks);
    }

    public static async IAsyncEnumerable<string> Pieces(string text, int size = int.MaxValue)
    {
        for (int position = 0; position < text.Length; position += Math.Min(size, text.Length - position))
        {
            yield return text.Substring(position, Math.Min(size, text.Length - position));
            await Task.Yield();
        }
    }

    private sealed class TwoVoices : IVoiceSource
    {
        private readonly Voice[] _voices =
        [
            Voice.Build(Prompt("ann", 1), Model, Refinement, new Workspace(WorkerPool.CallerOnly)),
            Voice.Build(Prompt("bob", 2), Model, Refinement, new Workspace(WorkerPool.CallerOnly)),
        ];

        public IReadOnlyList<VoiceDescription> Descriptions => [.. _voices.Select(voice => new VoiceDescription(voice.Prompt.Name, "", "en"))];

        public Voice Find(string? name) => name is null ? _voices[0] : _voices.First(voice => voice.Prompt.Name == name);
    }

    /// <summary>Keeps one frame back, as the real decoder does; a sample depends on all codes so far.</summary>
    private sealed class TellingDecoder(uint seed, Action<int>? levels) : IFrameDecoder
    {
        private const int Hop = 320;

        private uint _memory = seed;
        private bool _started;

        public int UsedLevels
        {
            private get;
            set
            {
                field = value;
                levels?.Invoke(value);
            }
        } = 6;

        public int SamplesFor(int frames) => Math.Max(0, frames - (_started ? 0 : 1)) * Hop;

        public int Decode(ReadOnlySpan<int> codes, Span<float> samples)
        {
            int written = 0;
            for (int frame = 0; frame < codes.Length / 6; frame++)
            {
                foreach (int code in codes.Slice(frame * 6, UsedLevels))
                {
                    _memory = (_memory * 31) + (uint)code;
                }

                if (_started)
                {
                    samples.Slice(written, Hop).Fill((_memory % 20011 / 10005.5f) - 1);
                    written += Hop;
                }

                _started = true;
            }

            return written;
        }
    }
}
