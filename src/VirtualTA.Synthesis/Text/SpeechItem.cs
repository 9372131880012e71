namespace VirtualTA.Synthesis.Text;

/// <summary>What an item of normalised text is.</summary>
public enum SpeechItemKind
{
    /// <summary>A word to be looked up.</summary>
    Word,

    /// <summary>A letter to be named.</summary>
    Letter,

    /// <summary>A punctuation mark of <see cref="Core.Pronunciation.PhoneSet"/>.</summary>
    Mark,
}

/// <summary>One spoken word, letter or pause with the written text that it stands for.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The word as spoken, the letter, or the mark's name.</param>
/// <param name="Mark">The mark's symbol; 0 for words and letters.</param>
/// <param name="Start">Index of the first character of the written form.</param>
/// <param name="Length">Length of the written form in characters.</param>
public readonly record struct SpeechItem(SpeechItemKind Kind, string Text, byte Mark, int Start, int Length);

/// <summary>Text as it is to be spoken.</summary>
/// <param name="Items">Words, letters and marks in order.</param>
/// <param name="Dropped">What could not be spoken: a reason and the number of characters, such as "emoji".</param>
public sealed record NormalisedText(IReadOnlyList<SpeechItem> Items, IReadOnlyDictionary<string, int> Dropped)
{
    /// <summary>The spoken words separated by blanks, marks attached; for tests, logs and training tables.</summary>
    public override string ToString()
    {
        System.Text.StringBuilder text = new();
        foreach (SpeechItem item in Items)
        {
            if (item.Kind != SpeechItemKind.Mark && text.Length > 0)
            {
                text.Append(' ');
            }

            text.Append(item.Text);
        }

        return text.ToString();
    }
}
