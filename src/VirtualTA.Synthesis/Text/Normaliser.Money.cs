using System.Globalization;
using System.Text.RegularExpressions;

namespace VirtualTA.Synthesis.Text;

/// <content>Money.</content>
public sealed partial class Normaliser
{
    private static int TryMoney(string text, int position, SpeechBuilder speech)
    {
        Match match = Money().Match(text, position);
        if (!match.Success)
        {
            return 0;
        }

        (string one, string many, string small) = text[position] switch
        {
            '€' => ("euro", "euros", "cent"),
            '£' => ("pound", "pounds", "pence"),
            '¥' => ("yen", "yen", "sen"),
            _ => ("dollar", "dollars", "cent"),
        };
        string number = match.Groups["number"].Value;
        string scale = match.Groups["scale"].Value.ToLowerInvariant() switch
        {
            "k" or "thousand" => " thousand",
            "m" or "mn" or "million" => " million",
            "b" or "bn" or "billion" => " billion",
            "t" or "trillion" => " trillion",
            _ => "",
        };
        speech.At(position, match.Length);
        int point = number.IndexOf('.', StringComparison.Ordinal);
        if (scale.Length == 0 && point >= 0 && number.Length == point + 3)
        {
            string whole = number[..point];
            int cents = int.Parse(number.AsSpan(point + 1), CultureInfo.InvariantCulture);
            string cent = small is "pence" or "sen" || cents == 1 ? small : small + "s";
            string main = $"{NumberWords.Cardinal(whole)} {(whole == "1" ? one : many)}";
            speech.Say(cents == 0 ? main : whole == "0" ? $"{NumberWords.Cardinal((ulong)cents)} {cent}" : $"{main} and {NumberWords.Cardinal((ulong)cents)} {cent}");
        }
        else
        {
            speech.Say($"{NumberWords.DecimalNumber(number)}{scale} {(number == "1" && scale.Length == 0 ? one : many)}");
        }

        return match.Length;
    }

    [GeneratedRegex(@"\G[$€£¥] ?(?<number>\d{1,3}(?:,\d{3}){1,6}(?:\.\d{1,6})?|\d{1,15}(?:\.\d{1,6})?)(?:\s?(?<scale>thousand|million|billion|trillion|mn|bn|[kKmMbBtT])\b)?")]
    private static partial Regex Money();
}
