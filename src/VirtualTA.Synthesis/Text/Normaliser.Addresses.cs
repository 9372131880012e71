using System.Text.RegularExpressions;

namespace VirtualTA.Synthesis.Text;

/// <content>Web addresses, mail addresses, file names and paths.</content>
public sealed partial class Normaliser
{
    private int TryFileOrAddress(string text, int position, SpeechBuilder speech)
    {
        Match match = Mail().Match(text, position);
        match = match.Success ? match : Web().Match(text, position);
        match = match.Success ? match : FilePath().Match(text, position);
        if (!match.Success || (position > 0 && char.IsLetterOrDigit(text[position - 1])))
        {
            return 0;
        }

        string address = match.Groups["address"].Value.TrimEnd('.', ',', ';', ':', '!', '?', ')', '/');
        if (address.Length == 0)
        {
            return 0;
        }

        speech.At(position, match.Groups["address"].Index - position + address.Length);
        int query = address.IndexOfAny(['?', '#']);
        SayAddress(query > 0 ? address[..query] : address, speech);
        return match.Groups["address"].Index - position + address.Length;
    }

    private void SayAddress(string address, SpeechBuilder speech)
    {
        string[] parts = AddressParts().Split(address);
        for (int index = 0; index < parts.Length; index++)
        {
            string part = parts[index];
            switch (part)
            {
                case "":
                    break;
                case ".":
                    speech.Say("dot");
                    break;
                case "/" or "\\":
                    speech.Say(part == "/" ? "slash" : "backslash");
                    break;
                case "@":
                    speech.Say("at");
                    break;
                case "-":
                    speech.Say("dash");
                    break;
                case "_":
                    speech.Say("underscore");
                    break;
                case ":" or "~" or "%" or "+" or "=" or "&":
                    break;
                default:
                    if (index > 0 && parts[index - 1] == "." && index == parts.Length - 1)
                    {
                        SayFileType(part, speech);
                    }
                    else if (part == "www")
                    {
                        speech.Spell(part);
                    }
                    else
                    {
                        SayMixed(part, speech);
                    }

                    break;
            }
        }
    }

    private void SayFileType(string type, SpeechBuilder speech)
    {
        if (!SpokenTables.FileTypes.TryGetValue(type, out string? said))
        {
            if (type.Length <= 3)
            {
                speech.Spell(type);
            }
            else
            {
                SayMixed(type, speech);
            }

            return;
        }

        foreach (string word in said.Split(' '))
        {
            if (word.Length == 1)
            {
                speech.Letter(word[0]);
            }
            else
            {
                speech.Say(word);
            }
        }
    }

    [GeneratedRegex(@"\G(?<address>[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4})")]
    private static partial Regex Mail();

    [GeneratedRegex(@"\G(?:(?:https?|ftp)://(?<address>[^\s<>""]{1,300})|(?<address>www\.[^\s<>""]{1,300})|(?<address>(?:[A-Za-z0-9-]{1,63}\.){1,3}(?:com|org|net|edu|io|ai|dev|gov|ac\.uk|co\.uk)(?:/[^\s<>""]{0,200})?)(?![\w]))", RegexOptions.IgnoreCase)]
    private static partial Regex Web();

    [GeneratedRegex(@"\G(?<address>(?:[\w.~-]{1,60}[/\\]){0,8}[\w-]{1,60}(?:\.[\w-]{1,30}){0,3}\.(?:py|cs|txt|md|json|ya?ml|wav|mp3|mp4|pdf|pptx?|docx?|xlsx?|csv|tsv|html?|css|js|ts|tsx|jsx|cpp|hpp|c|h|rs|go|java|sh|toml|ini|cfg|conf|log|zip|tar|gz|ipynb|png|jpe?g|gif|svg|vtt|srt|csproj|sln|exe|dll|so|bin|pt|npz|safetensors|onnx))(?![\w]|\(|\.\w)|\G(?<address>~?(?:[\w.-]{1,60}/){2,8}[\w.-]{1,60})(?<=[A-Za-z][\w./-]*)")]
    private static partial Regex FilePath();

    [GeneratedRegex(@"([./\\@_:~%+=&-])")]
    private static partial Regex AddressParts();
}
