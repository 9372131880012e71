using VirtualTA.Neural.Attention;
using VirtualTA.Neural.Layers;
using VirtualTA.Neural.Memory;
using VirtualTA.Neural.Sampling;
using VirtualTA.Recognition.Whisper.Network;

namespace VirtualTA.Recognition.Whisper.Decoding;

/// <summary>One window of encoded audio, ready to be decoded.</summary>
internal sealed class Utterance
{
    private readonly WhisperModel _model;
    private readonly Workspace _workspace;
    private readonly KvCache _cross;

    private Utterance(WhisperModel model, KvCache cross, int positions, Workspace workspace) =>
        (_model, _cross, Positions, _workspace) = (model, cross, positions, workspace);

    /// <summary>Encoder positions that hold audio.</summary>
    public int Positions { get; }

    /// <summary>Encodes a window, no longer than the model's context.</summary>
    public static Utterance Listen(WhisperModel model, ReadOnlySpan<float> samples, WhisperOptions options, Workspace workspace)
    {
        var heard = (samples.Length + WhisperMel.SamplesPerPosition - 1) / WhisperMel.SamplesPerPosition;
        var positions = Math.Min(model.Dimensions.AudioContext, Math.Max(options.ShortestAudioContext, heard + options.AudioContextMargin));
        var audio = model.Encode(samples, positions, workspace);
        return new Utterance(model, model.Decoder.Listen(audio, positions, workspace), Math.Clamp(heard, 1, positions), workspace);
    }

    /// <summary>The token of a language, or of the likeliest one if the model does not know the given one.</summary>
    public int LanguageToken(string language)
    {
        var vocabulary = _model.Vocabulary;
        if (vocabulary.LanguageToken(language.Split('-')[0]) is var token and >= 0)
        {
            return token;
        }

        var logits = new float[_model.Decoder.Vocabulary];
        _model.Decoder.Apply([vocabulary.Special.Start], _model.Decoder.NewState(), _cross, logits, _workspace);
        var first = vocabulary.Special.FirstLanguage;
        return first + TokenSampler.Greedy(logits.AsSpan(first, vocabulary.Special.LanguageCount));
    }

    /// <summary>Feeds prompt and start tokens.</summary>
    /// <param name="prompt">Earlier text or vocabulary; its end is kept if it is too long.</param>
    /// <param name="language">A language token; ignored by English-only models.</param>
    /// <param name="forced">Text that is already settled.</param>
    /// <param name="withTimestamps">Whether timestamps are wanted.</param>
    public DecodingState Start(IReadOnlyList<int> prompt, int language, IReadOnlyList<int> forced, bool withTimestamps)
    {
        var special = _model.Vocabulary.Special;
        List<int> rest = _model.Vocabulary.IsMultilingual ? [language, special.Transcribe] : [];
        if (!withTimestamps)
        {
            rest.Add(special.NoTimestamps);
        }

        // Settled text is kept whole; the prompt gives way to it, and to one token more.
        rest.AddRange(forced);
        var room = Math.Max(0, Math.Min((_model.Decoder.Context / 2) - 1, _model.Decoder.Context - rest.Count - 3));
        List<int> start = prompt.Count > 0 ? [special.StartOfPrevious, .. prompt.Skip(Math.Max(0, prompt.Count - room)), special.Start] : [special.Start];
        var state = new DecodingState(_model.Decoder.NewState(), new float[_model.Decoder.Vocabulary]);
        Feed(state, [.. start]);
        var noSpeech = state.Logits.ToArray();
        Activation.Softmax(noSpeech);
        state.NoSpeech = noSpeech[special.NoSpeech];
        if (rest.Count > 0)
        {
            Feed(state, [.. rest]);
        }

        return state;
    }

    /// <summary>Feeds tokens; the state's logits are those after the last.</summary>
    public void Feed(DecodingState state, ReadOnlySpan<int> tokens) => _model.Decoder.Apply(tokens, state.Text, _cross, state.Logits, _workspace);

    /// <summary>Cross-attention of a finished text, [layers, tokens, heads, positions], and how many positions a row has.</summary>
    public (float[] Weights, int RowLength) Attend(ReadOnlySpan<int> tokens)
    {
        var decoder = _model.Decoder;
        var weights = new float[decoder.Layers * tokens.Length * decoder.Heads * _cross.Length];
        decoder.Apply(tokens, decoder.NewState(), _cross, new float[decoder.Vocabulary], _workspace, weights);
        return (weights, _cross.Length);
    }
}
