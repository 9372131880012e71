using System.Collections.Frozen;

namespace VirtualTA.Knowledge.Language;

/// <summary>Everyday words that questions may use without the course having to: they identify a topic only weakly.</summary>
internal static class CommonWords
{
    private static readonly FrozenSet<string> Stems =
        """
        able accept accomplish account achieve act actual add address affect aim allow alone already alter alternative amount announce appear apply approach
        appropriate arise around arrive ask aspect assume attempt author avoid away back bad based basic basis become begin behave behavior behind believe belong
        beneficial benefit better big bit bother break brief bring broad build cause certain chance change character characteristic cheap check choice choose claim
        class clear clever close collect combine common commonly company compare comparison complete completely complicated compose comprise condition connect consequence
        consider consist consists contain content context contrast contribute correct cost count couple cover create creator current currently danger dangerous deal decide deep
        definitely degree deliver depend describe design desirable despite detail determine develop developer different difficult difficulty direct disadvantage
        discover distinguish divide drawback drop due early easily easy effect effective effectively either eliminate employ enable encounter end enough ensure entire
        equal especially essential establish even eventually everyone everything evidence exact exist expect expensive experience express extra face fact factor fail
        fall famous fast feature feel few figure final find fine finish first fit fix follow following force form former forward found full function
        fundamental further future gain general generally goal good group grow guarantee guy half handle happen hard harm heavy high highly hold hope huge idea
        ideal identify illustrate imagine immediately impact implement implication important improve include increase indicate individual influence inside instance
        instead intend interest interesting introduce introduced introduction invent inventor involve issue item join judge justify keep key kind lack large last late later lead leader
        learn least leave left less lesson level lie limit limitation listen little live long look lose lot low main mainly major manage manner match matter
        maximum meaning measure meet member mention method minimum miss mistake modern moment motivation move multiple natural nature near necessary never new
        nice normal normally note notice number object observe obtain obvious occur offer often old open opinion opposite option order ordinary organization
        origin original originally otherwise outcome overall paper part particular particularly pass past pay perform perhaps permit person pick piece place plan play point popular position
        possible possibly practical practice precisely prefer prepare present pretty prevent previous primary principle probably problem procedure proceed process
        produce professor project proper property propose proposed protect prove provide publish publisher pull purpose push put quality quick quickly quit range rate rather reach
        react read ready real realize reason receive recent recommend reduce refer regard relate relation relationship relative release released rely remain remember
        remove repeat replace report represent require requirement research researcher respect respond rest result return right role rough roughly rule safe say scale scientist
        section see seem select send sense separate serious serve set several share short side similar simple simply single situation size slow small solution
        solve sometimes sort sound source speak special specific specify speed spend split stage stand standard start state stay step stop story straight
        strategy strong structure student study stuff subject succeed success suggest suitable summary support suppose sure system tackle take talk target task
        teach technique tend test theory thing think time today together tool top total toward track tradition traditional treat true try turn type typical typically ultimately
        understand unique unit unlike useful user usual usually valuable value variety various version view want watch way weak week well whole wide win wish wonder word
        work world worry worse worst worth write wrong year 2 3 4 5
        adjust advantage advice afford agree behave care carry catch ever fairly forget frequent frequently gather guess hear helpful job large mostly nobody nothing ought
        own pair perfect period possess precise quantity raise rare rarely recognize relevant safely seek shape show slightly somebody sum term throw topic totally trick trouble truly
        typical useless verify vary worthwhile argue argument describe invented discovered developed compute calculate happening actually popularly
        """
        .Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)
        .Select(TermAnalyzer.Normalize)
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>True for the stem of an everyday word.</summary>
    public static bool Contains(string stem) => Stems.Contains(stem);
}
