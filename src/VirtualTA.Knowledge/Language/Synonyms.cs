using System.Collections.Frozen;

namespace VirtualTA.Knowledge.Language;

/// <summary>Everyday words that mean nearly the same, so that a question need not use the words of the course.</summary>
internal static class Synonyms
{
    private static readonly FrozenDictionary<string, string[]> Groups = Build(
        """
        advantage benefit strength upside pro merit
        disadvantage drawback downside limitation weakness shortcoming con
        cause reason origin
        begin start commence
        stop end finish terminate quit halt
        large big huge great
        small little tiny
        fast quick rapid speed
        slow sluggish
        method technique approach way algorithm procedure
        goal purpose aim objective target
        difference differ distinguish contrast unlike versus
        error mistake fault wrong
        picture image photo figure
        teacher lecturer professor instructor
        student pupil learner
        homework assignment exercise problem pset
        exam test midterm quiz
        grade mark score
        deadline due
        invent introduce propose develop create publish discover present inventor devise author release
        avoid prevent reduce stop
        remedy solution fix cure counter mitigate
        choose select pick decide
        compute calculate evaluate work
        increase raise grow rise gain higher
        decrease reduce lower drop shrink fall decline
        name call term known
        number count amount quantity many
        size large length big dimension
        contain include consist comprise has made
        component part piece element stage
        need require must necessary
        important crucial essential key matter significant
        example instance illustration
        result outcome output consequence
        keep store retain save
        delete remove erase drop discard
        break fail crash failure
        cost price expensive expense
        cheap inexpensive affordable
        train training learn fit
        predict forecast estimate guess
        measure metric evaluate gauge
        rate frequency
        rule law principle
        kind type sort category class
        person people human individual speaker
        car vehicle automobile
        doctor physician
        sickness disease illness
        money cash fund currency
        house home building
        company firm business corporation
        country nation state
        war conflict battle
        ruler king emperor monarch
        citizen people population inhabitant
        kill murder assassinate die
        die death dead kill
        bear birth born
        buy purchase
        sell sale
        speak talk say
        listen hear
        see view look observe
        latency delay lag wait pause
        voice speaker speech
        sentence utterance
        copy imitate clone mimic
        forbid ban prohibit illegal
        allow permit permission consent
        fraud scam deception
        hide conceal embed
        detect recognize identify find spot discover
        permission consent approval
        withdraw revoke
        parameter weight
        layer level
        hour time duration
        author writer
        book textbook volume
        reading literature
        meet meeting
        room hall place location
        monday mon
        weight mass heavy
        hot warm heat temperature
        cold cool
        strong powerful
        weak feeble
        rich wealthy
        poor poverty
        old ancient age
        new modern recent
        true correct right
        false incorrect wrong
        change alter modify vary
        move motion travel shift
        push force
        eat food feed consume
        water liquid fluid
        sea ocean
        tree plant
        earth planet world
        sun solar
        light bright
        dark darkness
        make produce generate create form
        show demonstrate prove display
        explain describe account
        think believe consider
        help assist aid support
        join connect link combine merge
        separate split divide cut
        fill pad
        empty blank
        first initial
        last final
        top best
        usual typical common normal standard default
        maximum most highest upper
        minimum least lowest bottom
        between among
        before prior earlier
        after later following
        overview summary
        proof prove
        theorem lemma
        square squared
        study investigate examine research explore
        effective useful helpful efficient effectively
        happen occur
        treat cure heal therapy
        depend determine influence affect factor
        suffer hurt harm damage victim
        pay cost spend
        expensive pricey cost dear
        wrong fail problem error trouble
        repair fix patch mend
        receive get win award obtain
        leader lead head chief
        trigger cause start set
        germ bacterium microbe pathogen
        strategy way method approach
        slice quantum portion share
        evict remove expel
        distinguish difference
        thesis dissertation
        wife spouse husband marry
        origin come source
        ill sick sickness
        wait wait queue
        guess suppose believe
        protect protection defence defense guard save
        escape avoid
        inherit get pass
        expect predict
        accurate reliable exact precise correct
        real true evidence myth
        erase forget lose
        belong part
        symptom sign
        prepare cook make
        tale story propaganda
        coin invent
        finnish finland
        danish denmark
        dutch netherlands holland
        french france
        german germany
        polish poland
        spanish spain
        swedish sweden
        swiss switzerland
        turkish turkey ottoman
        greek greece
        british britain english england
        irish ireland
        scottish scotland
        welsh wales
        norwegian norway
        mexican mexico
        italian italy
        american america
        chinese china
        portuguese portugal
        return come back recur
        reach arrive come
        kid child
        newborn baby
        injection shot
        argue say claim point
        hidden hide
        grow increase
        doctor medical physician
        handwritten hand manuscript
        reply answer respond response
        translate convert map
        notice detect
        """);

    /// <summary>Stems that may stand for <paramref name="stem"/>; empty if none.</summary>
    public static IReadOnlyList<string> Of(string stem) => Groups.GetValueOrDefault(stem) ?? [];

    private static FrozenDictionary<string, string[]> Build(string text)
    {
        var groups = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var stems = line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(w => TermAnalyzer.Normalize(w.Trim())).Distinct().ToArray();
            foreach (var stem in stems)
            {
                if (!groups.TryGetValue(stem, out var others))
                {
                    groups[stem] = others = new HashSet<string>(StringComparer.Ordinal);
                }

                others.UnionWith(stems.Where(s => s != stem));
            }
        }

        return groups.ToFrozenDictionary(g => g.Key, g => g.Value.ToArray(), StringComparer.Ordinal);
    }
}
