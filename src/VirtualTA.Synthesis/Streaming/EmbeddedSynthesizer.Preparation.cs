using VirtualTA.Core.Contracts;
using VirtualTA.Core.Pronunciation;
using VirtualTA.Neural.Memory;
using VirtualTA.Neural.Threading;
using VirtualTA.Synthesis.Voices;

namespace VirtualTA.Synthesis.Streaming;

/// <content>Speaking once before anybody asks, with a voice made up of nothing.</content>
internal sealed partial class EmbeddedSynthesizer
{
    // The second word is in no dictionary, so that the letter-to-sound model is loaded too.
    private const string Trial = "Ready, zorblinate one.";
    private const int TrialFrames = 16;
    private const int TrialSamples = 28 * 320; // blocks of 4, 8 and 16 frames

    /// <inheritdoc/>
    public async Task PrepareAsync(CancellationToken cancellationToken = default)
    {
        byte[] symbols = [.. Phones.Parse("Y EH1 S .").Ids];
        VoicePrompt prompt = new(
            "", new int[TrialFrames * _refinement.Levels], symbols, [.. Enumerable.Range(0, TrialFrames).Select(frame => frame * symbols.Length / TrialFrames)], new float[_refinement.SpeakerWidth]);
        Voice voice = Voice.Build(prompt, _model, _refinement, new Workspace(WorkerPool.CallerOnly));
        long samples = 0;
        await foreach (AudioChunk chunk in SpeakAsync(() => voice, new[] { Trial }.ToAsyncEnumerable(), new SpeechOptions(), cancellationToken).ConfigureAwait(false))
        {
            samples += chunk.Samples.Length;
            if (samples >= TrialSamples)
            {
                break;
            }
        }
    }
}
