using VirtualTA.Recognition.Phones.Language;

namespace VirtualTA.Recognition.Phones.Decoding;

/// <summary>Time-synchronous token passing over the lexicon tree under CTC: the best word sequence so far, frame by frame.</summary>
/// <remarks>
/// A token is a place in the tree, whether its last label was that place's phone or blank, and a language model state;
/// of tokens that agree in all three only the best survives. One instance per utterance; not thread-safe.
/// </remarks>
public sealed partial class BeamSearch
{
    private const int CompactionInterval = 1 << 16;
    private readonly DecodingGraph _graph;
    private readonly DecodingOptions _options;
    private readonly float[] _labelBias;
    private readonly Dictionary<LanguageState, int> _stateIds = [];
    private readonly List<LanguageState> _states = [];
    private readonly Dictionary<(int State, int Word), (float Score, int Next)> _transitions = [];
    private readonly TokenTable _next = new();
    private readonly List<WordLink> _links = [];
    private readonly float[] _scores = new float[PhoneClasses.Count];
    private Token[] _tokens = new Token[256];
    private float[] _ranking = new float[256];
    private int _count;
    private int _compactAt = CompactionInterval;

    /// <summary>Starts an utterance.</summary>
    /// <param name="graph">Words and language.</param>
    /// <param name="options">Weights and beam.</param>
    /// <param name="logPrior">Log-priors of the classes, [40]; the network's <see cref="PhoneNetwork.LogPrior"/>.</param>
    public BeamSearch(DecodingGraph graph, DecodingOptions options, ReadOnlySpan<float> logPrior)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNotEqual(logPrior.Length, PhoneClasses.Count, nameof(logPrior));
        (_graph, _options) = (graph, options);
        _labelBias = new float[PhoneClasses.Count];
        _labelBias[PhoneClasses.Silence] = -options.BlankPenalty;
        for (var label = 1; label < _labelBias.Length; label++)
        {
            // Relative to the mean phone, so that the balance between phones and blank stays where training put it.
            _labelBias[label] = -options.PriorShare * (logPrior[label] + MathF.Log(PhoneClasses.Count - 1));
        }

        _tokens[0] = new Token(0, false, StateId(LanguageModel.Start), 0f, -1, 0);
        _count = 1;
    }

    /// <summary>Frames seen so far.</summary>
    public int FrameCount { get; private set; }

    /// <summary>Hypotheses alive.</summary>
    public int HypothesisCount => _count;

    /// <summary>Takes frames of CTC log-posteriors.</summary>
    /// <param name="frames">[count, 40].</param>
    public void Advance(ReadOnlySpan<float> frames)
    {
        for (; !frames.IsEmpty; frames = frames[PhoneClasses.Count..])
        {
            Step(frames[..PhoneClasses.Count]);
        }
    }

    /// <summary>The best words if the utterance ended here; frames are those of CTC's spikes, which lie inside the words.</summary>
    public IReadOnlyList<DecodedWord> Best() => Trace(BestEnd().Link);

    /// <summary>The best end: its last word, its score with the language's, and what language alone says of it.</summary>
    private (int Link, float Score, float Language) BestEnd()
    {
        var (link, score, language) = (-1, float.NegativeInfinity, 0f);
        for (var i = 0; i < _count; i++)
        {
            var token = _tokens[i];
            if (token.Node == 0)
            {
                Consider(token.Link, token.Score - Outlook(0), _graph.Language.LogEnd(_states[token.State]));
                continue;
            }

            foreach (var word in _graph.Trie.Words(token.Node))
            {
                var (gain, next) = Transition(token.State, word);
                var end = _graph.Language.LogEnd(_states[next]);
                if (token.Score - Outlook(token.Node) + gain + (_options.LanguageWeight * end) > score)
                {
                    _links.Add(new WordLink(word, token.Link, token.Start, FrameCount));
                    Consider(_links.Count - 1, token.Score - Outlook(token.Node) + gain, end);
                }
            }
        }

        return (link, score, language);

        void Consider(int candidate, float sound, float end)
        {
            var total = sound + (_options.LanguageWeight * end);
            if (total > score)
            {
                (link, score, language) = (candidate, total, end);
            }
        }
    }

    /// <summary>The words on which all living hypotheses agree: no later frame can change them.</summary>
    public IReadOnlyList<DecodedWord> Settled()
    {
        var depth = new int[_links.Count];
        int Depth(int link) => link < 0 ? 0 : depth[link] != 0 ? depth[link] : depth[link] = Depth(_links[link].Previous) + 1;
        var common = _tokens[0].Link;
        for (var i = 1; i < _count && common >= 0; i++)
        {
            var other = _tokens[i].Link;
            while (common != other && common >= 0)
            {
                if (Depth(other) > Depth(common))
                {
                    other = _links[other].Previous;
                }
                else if (Depth(common) > Depth(other) || other < 0 || _links[common].Word != _links[other].Word)
                {
                    common = _links[common].Previous;
                }
                else
                {
                    // The same word ended at another time: the words agree as far as those before do.
                    if (SameWords(common, other))
                    {
                        break;
                    }

                    common = _links[common].Previous;
                }
            }
        }

        return Trace(common);
    }

    private bool SameWords(int left, int right)
    {
        while (left != right)
        {
            if (left < 0 || right < 0 || _links[left].Word != _links[right].Word)
            {
                return false;
            }

            (left, right) = (_links[left].Previous, _links[right].Previous);
        }

        return true;
    }

    private List<DecodedWord> Trace(int link)
    {
        var words = new List<DecodedWord>();
        for (; link >= 0; link = _links[link].Previous)
        {
            words.Add(new DecodedWord(_graph.Words[_links[link].Word], _links[link].Start, _links[link].End));
        }

        words.Reverse();
        return words;
    }

    private float Outlook(int node) => _options.LanguageWeight * _graph.Outlook[node];

    private int StateId(LanguageState state)
    {
        if (!_stateIds.TryGetValue(state, out var id))
        {
            id = _states.Count;
            _states.Add(state);
            _stateIds.Add(state, id);
        }

        return id;
    }

    private (float Score, int Next) Transition(int state, int word)
    {
        if (!_transitions.TryGetValue((state, word), out var transition))
        {
            var from = _states[state];
            transition = (
                (_options.LanguageWeight * _graph.Language.LogProbability(from, word)) + _options.WordBonus,
                StateId(_graph.Language.Next(from, word)));
            _transitions.Add((state, word), transition);
        }

        return transition;
    }

    internal readonly record struct Token(int Node, bool InPhone, int State, float Score, int Link, int Start);

    private readonly record struct WordLink(int Word, int Previous, int Start, int End);
}

/// <summary>A word of a hypothesis.</summary>
/// <param name="Word">The word.</param>
/// <param name="FirstFrame">Frame of its first phone.</param>
/// <param name="EndFrame">Frame after its last.</param>
public readonly record struct DecodedWord(string Word, int FirstFrame, int EndFrame);
