using VirtualTA.Core.Pronunciation;
using VirtualTA.Neural.Formats;

namespace VirtualTA.Synthesis.Transformer;

/// <summary>From the ids of <see cref="PhoneSet"/> to the rows of a model's symbol tables, by the names in its metadata. Immutable.</summary>
internal sealed class SymbolMap
{
    /// <summary>Row of "nothing": before the start and after the end.</summary>
    public const int None = 0;

    private readonly int[] _rows = new int[PhoneSet.Count];

    /// <summary>Reads the metadata key <c>symbols</c>: names separated by blanks, in the order of the rows.</summary>
    /// <exception cref="ModelFormatException">A phone is missing.</exception>
    public SymbolMap(SafetensorsFile file)
    {
        string[] names = file.Require("symbols").Split(' ');
        Count = names.Length;
        for (byte id = 0; id < PhoneSet.Count; id++)
        {
            string name = id == PhoneSet.WordBoundary ? "_" : PhoneSet.NameOf(id);
            int row = id is PhoneSet.Padding or PhoneSet.Silence or PhoneSet.SpokenNoise ? None : Array.IndexOf(names, name);
            _rows[id] = row >= 0 ? row : throw new ModelFormatException($"{file.Path}: its symbols lack '{name}'; export it with the present training code.");
        }
    }

    /// <summary>Rows of the model's tables.</summary>
    public int Count { get; }

    /// <summary>Row of a symbol.</summary>
    public int RowOf(byte symbol) => _rows[symbol];
}
