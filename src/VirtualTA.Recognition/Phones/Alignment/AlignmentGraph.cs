namespace VirtualTA.Recognition.Phones.Alignment;

/// <summary>States of a text for Viterbi: per word all pronunciations side by side, two states a phone, silence allowed around words.</summary>
internal sealed class AlignmentGraph
{
    private const int StatesPerPhone = 2;
    private readonly List<State> _states = [];
    private readonly List<int[]> _sources = [];

    /// <summary>Builds the states.</summary>
    /// <param name="pronunciations">For every word at least one pronunciation of at least one class.</param>
    public AlignmentGraph(IReadOnlyList<IReadOnlyList<byte[]>> pronunciations)
    {
        var silence = Add(new State(PhoneClasses.Silence, -1, -1), []);
        var exits = new List<int> { silence };
        IsEntry = [silence];
        for (var word = 0; word < pronunciations.Count; word++)
        {
            var ends = new List<int>();
            foreach (var phones in pronunciations[word])
            {
                for (var phone = 0; phone < phones.Length; phone++)
                {
                    for (var part = 0; part < StatesPerPhone; part++)
                    {
                        var first = phone == 0 && part == 0;
                        var state = Add(new State(phones[phone], word, phone), first ? [.. exits] : [_states.Count - 1]);
                        if (first && word == 0)
                        {
                            IsEntry.Add(state);
                        }
                    }
                }

                ends.Add(_states.Count - 1);
            }

            silence = Add(new State(PhoneClasses.Silence, -1, -1), [.. ends]);
            exits = [silence, .. ends];
        }

        Exits = exits;
    }

    /// <summary>Number of states.</summary>
    public int Count => _states.Count;

    /// <summary>Most states that one transition can move ahead.</summary>
    public int Reach { get; private set; } = 1;

    /// <summary>States in which the signal may begin.</summary>
    public HashSet<int> IsEntry { get; }

    /// <summary>States in which the signal may end.</summary>
    public IReadOnlyList<int> Exits { get; }

    /// <summary>A state.</summary>
    public State this[int state] => _states[state];

    /// <summary>Other states that lead to a state.</summary>
    public int[] Sources(int state) => _sources[state];

    private int Add(State state, int[] sources)
    {
        foreach (var source in sources)
        {
            Reach = Math.Max(Reach, _states.Count - source);
        }

        _states.Add(state);
        _sources.Add(sources);
        return _states.Count - 1;
    }

    internal readonly record struct State(byte Class, int Word, int Phone);
}
