using System.Diagnostics.CodeAnalysis;

namespace VirtualTA.Core.Pronunciation;

/// <summary>One way to say a word: symbols of <see cref="PhoneSet"/>, compared by content.</summary>
[SuppressMessage("Naming", "CA1710", Justification = "A pronunciation is a value, not a collection type.")]
public readonly struct Phones : IEquatable<Phones>
{
    private readonly ReadOnlyMemory<byte> _ids;

    /// <summary>Wraps symbol ids; the memory must not change afterwards.</summary>
    public Phones(ReadOnlyMemory<byte> ids) => _ids = ids;

    /// <summary>The symbol ids in order.</summary>
    public ReadOnlySpan<byte> Ids => _ids.Span;

    /// <summary>Number of symbols.</summary>
    public int Length => _ids.Length;

    /// <summary>Whether two pronunciations have the same symbols.</summary>
    public static bool operator ==(Phones left, Phones right) => left.Equals(right);

    /// <summary>Whether two pronunciations differ.</summary>
    public static bool operator !=(Phones left, Phones right) => !left.Equals(right);

    /// <summary>Reads names separated by blanks, such as <c>HH AH0 L OW1</c>.</summary>
    /// <exception cref="FormatException">A name is not in <see cref="PhoneSet"/>.</exception>
    public static Phones Parse(string text) =>
        TryParse(text, out Phones phones, out string? problem) ? phones : throw new FormatException(problem);

    /// <summary>Reads names separated by blanks; says which name is unknown when it fails.</summary>
    public static bool TryParse(string text, out Phones phones, [NotNullWhen(false)] out string? problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] names = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        byte[] ids = new byte[names.Length];
        for (int index = 0; index < names.Length; index++)
        {
            if (!PhoneSet.TryParse(names[index], out ids[index]))
            {
                phones = default;
                problem = $"'{names[index]}' is not an ARPAbet phone. Known: {string.Join(' ', PhoneSet.Names.Skip(PhoneSet.FirstConsonant))}.";
                return false;
            }
        }

        phones = new Phones(ids);
        problem = null;
        return true;
    }

    /// <summary>Puts several pronunciations behind each other.</summary>
    public static Phones Concat(params ReadOnlySpan<Phones> parts)
    {
        int length = 0;
        foreach (Phones part in parts)
        {
            length += part.Length;
        }

        byte[] ids = new byte[length];
        int position = 0;
        foreach (Phones part in parts)
        {
            part.Ids.CopyTo(ids.AsSpan(position));
            position += part.Length;
        }

        return new Phones(ids);
    }

    /// <inheritdoc/>
    public bool Equals(Phones other) => Ids.SequenceEqual(other.Ids);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Phones other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.AddBytes(Ids);
        return hash.ToHashCode();
    }

    /// <summary>The names separated by blanks.</summary>
    public override string ToString()
    {
        List<string> names = new(Length);
        foreach (byte id in Ids)
        {
            names.Add(PhoneSet.NameOf(id));
        }

        return string.Join(' ', names);
    }
}
