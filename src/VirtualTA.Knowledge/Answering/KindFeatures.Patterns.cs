using System.Text.RegularExpressions;

namespace VirtualTA.Knowledge.Answering;

/// <summary>The words by which the form of a sentence is told.</summary>
internal sealed partial class KindFeatures
{
    [GeneratedRegex(@"\b[A-Za-z]{3,} (?:[B-HJ-Z]|A(?=\W*$)|\d{1,2})\b(?!['’])|\b[B-HJ-Z] [a-z]{3,}\b")]
    private static partial Regex Label();

    [GeneratedRegex(@"\b(?:is|are|was|were|that's|means|tells|basically|refers to|stands for|describes|denotes|turns|maps|consists of|lets|transforms|learns|measures|trains|cuts|replaces|hides|happens)\b")]
    private static partial Regex Copula();

    [GeneratedRegex(@"^(?:(?:so|and|but|now|okay|well|then|a|an|the)[, ]+)+", RegexOptions.IgnoreCase)]
    private static partial Regex Opening();

    [GeneratedRegex(@"^(?:are|(?!(?:as|this|its|his|has|was|does|plus|thus|us|runs|needs|costs|reached)$)[a-z]+[a-rt-z]s)$")]
    private static partial Regex Verb();

    [GeneratedRegex(@"\b(?:the answer is|the reason is|because|it turns out|that's why)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Answering();

    [GeneratedRegex(@"^(?:and |so |but )*(?:well|because|it's because|that's because|the (?:answer|reason)|(?:two|three|one|several) reasons?|so that|to \w+|it's|there's|there are)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Replying();

    // "Who pays a tax?" asks for no person in particular.
    [GeneratedRegex(@"^(?:by )?who(?:m|se)? (?:is|was|were|did|has|had|first|\w+ed|wrote|found|came|led|ran|made|won|built|gave|got|took|began|saw|drew|taught|said|thought)\b|\bwhich\b", RegexOptions.IgnoreCase)]
    private static partial Regex Persons();

    [GeneratedRegex(@"^what (?:does|do|did|will|can|would)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Doing();

    [GeneratedRegex(@"\b(?:why|how come)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Why();

    [GeneratedRegex(@" (?:of|for|in|to|with|on|about|behind|from|used|good)\b")]
    private static partial Regex Relation();

    [GeneratedRegex(@"\bto (\w+ \w+)")]
    private static partial Regex Infinitive();

    [GeneratedRegex(@"^(?:each|every|some|no|any|all|most|many|one of)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Quantified();

    [GeneratedRegex(@"^(?:[\w ()/-]{2,50}?)(?: ?= |: | [–—-] )")]
    private static partial Regex Entry();

    [GeneratedRegex(@"\b(?:by|using|with|from|computed)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Way();

    [GeneratedRegex(@"\b(?:called|known as|termed|named|we call|the name|means that)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Called();

    [GeneratedRegex(@"\d[\d,.]*\d|\d")]
    private static partial Regex Number();

    [GeneratedRegex(@"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion|half|third|quarter|twice|double|dozen|percent)\b", RegexOptions.IgnoreCase)]
    private static partial Regex NumberWord();

    [GeneratedRegex(@"\b(?:he|she|his|her|colleagues|scientist|researcher|inventor|author)\b")]
    private static partial Regex Pronoun();

    [GeneratedRegex(@"\b(?:because|since|therefore|so that|reason|reasons|due to|in order to|that is why|thus|hence|otherwise|as a result|for this|causes?|leads? to|prevents?|means that|which is why|to avoid|avoids?|so it|so we|so they|so you|must)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Cause();

    [GeneratedRegex(@"\b(?:founded|created|built|made|designed|set up|introduced|invented|established|meant|there|exists?|did (?:it|that|this)|used|done|wanted?|wants?|needed) to (?!the\b|a\b|be\b)[a-z]+|\b(?:two|three|several|one|main|first|second) reasons?\b|\bso (?:that )?(?:you|we|they|it|people)\b|\bfor \w+ing\b|\bthe (?:point|idea|trouble|problem) (?:is|was)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Aimed();

    [GeneratedRegex(@"\b(?:first|then|next|finally|after that|by \w+ing|step|starts?|takes?|computes?|adds?|replaces?|predicts?|each|using)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Step();

    [GeneratedRegex(@"\b(?:two|three|four|five|six|several|various|following|combines?|consists?|includes?|remedies|are)\b.*(?:,|:|\band\b)", RegexOptions.IgnoreCase)]
    private static partial Regex Several();

    [GeneratedRegex(@"\b(?:whereas|while|than|unlike|but|in contrast|compared|both|however|instead|the other|on the other hand|differs?|slightly|against)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Contrast();
}
