using System.Collections.Frozen;

namespace VirtualTA.Knowledge.Language;

/// <summary>Given names and titles: in a transcript without capitals they show where a person is named.</summary>
internal static class GivenNames
{
    private static readonly FrozenSet<string> Names = Words(
        """
        aaron abraham ada adam adrian agnes alan albert alex alexander alexandre alexei alfred alice allan amanda amy anders andre andrea andrei andrew andy angela anna anne annie anthony antoine anton
        antonio arthur august barbara ben benjamin bernard bernhard bertrand betty bob boris brian bruce carl carla carlo carlos carol caroline catherine cecilia charles charlie charlotte chen chris christian christina christine christopher claire
        claude clara claudia clement colin craig cynthia dan daniel daniela dave david deborah denis dennis diana diego dietrich dimitri dmitri donald dorothy douglas edgar edith edmund edward edwin elaine eleanor elena eli elias elinor elisabeth elizabeth
        ellen elon emil emily emma emmy endel enrico eric erich erik ernest ernst erwin eugene eva evelyn fabian felix ferdinand fernando florence francesco francis francisco frank franz fred frederick friedrich fritz gabriel galileo geoffrey george georg gerald
        gerhard gianni gilbert giovanni giuseppe gordon gottfried graham greg gregor gregory guido gustav hans harold harry heinrich heinz helen helena henri henrik henry herbert hermann herman hilary horace howard hugo humphrey ian ignaz ignatius igor ingrid irene irving
        isaac isabel isabella ivan jack jacob jacques jakob james jamie jan jane janet jason jean jeff jeffrey jennifer jenny jeremy jerome jessica jill jim joan joanna jocelyn joe joel johan johann johannes john johnny jon jonas jonathan jorge jose josef joseph josephine joshua juan
        judith judy julia julian julie julius jurgen karen karin karl kate katharina katherine kathleen keith kelly ken kenneth kevin kim klaus konrad kurt larry lars laura lauren lawrence leo leon leonard leonardo leonhard leslie lev lewis linda linus lisa lise liz loren louis louise luca
        lucas lucia lucy ludwig luigi luis luke lynn madeleine marc marco margaret maria marianne marie mario marion mark marlene martha martin marvin mary matt matthew matthias maurice max maxwell melissa melvin michael michel michelle miguel mikhail mike milton mohammed monica morris moritz moses muhammad
        nancy naomi natalie nathan neil nelson nicholas nick nicolas nicolaus niels nikola nikolai noah noam norbert norman olaf oliver oscar oskar otto pablo pamela pascal patricia patrick paul paula pavel pedro peter philip philipp phil pierre rachel ralph raymond rebecca rene ricardo richard rita robert roberto robin
        rodney roger roland ron ronald rosalind rosa rosemary ross roy rudolf rudolph russell ruth ryan sally sam samuel sandra sara sarah scott sean sebastian sergei sharon sheila shirley sidney sigmund simon sofia sonia sophie stanley stefan stephanie stephen steve steven stuart subrahmanyan susan suzanne svante sven
        sylvia tatiana ted terry theodor theodore theresa thomas tim timothy tobias tom tony tycho ursula vera victor victoria vilhelm vincent virginia vitali vladimir walter wat warren werner wilhelm william wolfgang yann yuri yves
        """);

    private static readonly FrozenSet<string> Titles = Words("king queen pope emperor president saint prince princess duke lord lady sir professor doctor dr mr mrs captain general chancellor minister bishop archbishop");

    /// <summary>True if <paramref name="word"/>, in lower case, is a common given name.</summary>
    public static bool Contains(string word) => Names.Contains(word);

    /// <summary>True for "king", "professor" and the like, which stand before a name.</summary>
    public static bool IsTitle(string word) => Titles.Contains(word);

    private static FrozenSet<string> Words(string text) =>
        text.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}
