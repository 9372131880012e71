using System.Collections.Frozen;

namespace VirtualTA.Knowledge.Language;

/// <summary>Forms of words that no rule leads back to their stem: irregular verbs, foreign plurals, comparatives, units, numerals, Greek letters.</summary>
internal static class IrregularForms
{
    private static readonly FrozenDictionary<string, string> Bases = Build(
        """
        forget forgot forgotten
        die died dies dying
        lie lied lies lying
        tie tied ties tying
        think thought
        bring brought
        buy bought
        catch caught
        fight fought
        seek sought
        lead led
        meet met
        pay paid
        sell sold
        tell told
        win won
        wear wore worn
        wake woke woken
        sing sang sung
        sink sank sunk
        swim swam swum
        shake shook shaken
        steal stole stolen
        freeze froze frozen
        throw threw thrown
        fly flew flown
        blow blew blown
        drive drove driven
        ride rode ridden
        eat ate eaten
        drink drank drunk
        sleep slept
        feel felt
        deal dealt
        lend lent
        bend bent
        shoot shot
        strike struck
        hide hid hidden
        bite bit bitten
        show shown
        prove proven
        tear tore torn
        become became
        hear heard
        understand understood
        stand stood
        dig dug
        hang hung
        spin spun
        stick stuck
        feed fed
        breed bred
        flee fled
        swear swore sworn
        arise arose arisen
        forbid forbade forbidden
        withdraw withdrew withdrawn
        mouse mice
        foot feet
        tooth teeth
        criterion criteria
        phenomenon phenomena
        matrix matrices
        index indices
        vertex vertices
        hypothesis hypotheses
        analysis analyses
        bacterium bacteria
        nucleus nuclei
        formula formulae
        axis axes
        stimulus stimuli
        curriculum curricula
        khz kilohertz
        hz hertz
        mhz megahertz
        ghz gigahertz
        ms milliseconds millisecond msec
        us microseconds
        second sec secs
        minute min mins
        kbit kilobits kilobit kbps
        km kilometres kilometers kilometre kilometer
        kg kilograms kilogram
        cm centimetres centimeters
        2 two
        3 three
        4 four
        5 five
        6 six
        7 seven
        8 eight
        9 nine
        10 ten
        11 eleven
        12 twelve
        13 thirteen
        14 fourteen
        15 fifteen
        16 sixteen
        17 seventeen
        18 eighteen
        19 nineteen
        20 twenty
        30 thirty
        40 forty
        50 fifty
        60 sixty
        70 seventy
        80 eighty
        90 ninety
        α alpha
        β beta
        γ gamma
        λ lambda
        σ sigma
        θ theta
        µ mu
        child children
        person people
        man men
        woman women
        choose chose chosen
        begin began begun
        write wrote written
        find found
        build built
        learn learnt
        teach taught
        grow grew grown
        fall fell fallen
        rise rose risen
        keep kept
        hold held
        lose lost
        send sent
        spend spent
        take took taken
        give gave given
        see saw seen
        know knew known
        break broke broken
        speak spoke spoken
        draw drew drawn
        run ran
        mean meant
        repay repaid
        come came
        go went gone
        sit sat
        lay laid
        sweep swept
        creep crept
        weep wept
        leap leapt
        burn burnt
        dream dreamt
        spell spelt
        spoil spoilt
        swing swung
        sting stung
        cling clung
        slide slid
        forgive forgave forgiven
        mistake mistook mistaken
        overcome overcame
        undertake undertook undertaken
        overtake overtook overtaken
        foresee foresaw foreseen
        rebuild rebuilt
        rethink rethought
        rewrite rewrote rewritten
        ring rang rung
        spring sprang sprung
        shrink shrank shrunk
        weave wove woven
        tread trod trodden
        beat beaten
        swell swollen
        sew sewn
        sow sown
        light lit
        shine shone
        outgrow outgrew outgrown
        undergo underwent undergone
        withstand withstood
        kneel knelt
        good better best
        bad worse worst
        """);

    // "oldest" finds "old", "dearer" finds "dear".
    private const string Gradable =
        """
        big bold brief bright broad busy calm cheap clean clear clever close coarse cold cool costly cruel crude damp dark dear deadly deep dense dim dirty dry dull early easy faint fair fast few fierce
        fine firm flat fresh full gentle grand grave great greedy happy hard harsh healthy heavy high hot humid hungry keen kind large late lazy lean light likely loose loud low lucky mild narrow
        near neat new nice noble noisy odd old pale plain poor pure quick quiet rare rich ripe risky rough round sad safe scarce severe shallow sharp short shy sick simple slight slim slow small
        smart smooth soft sour sparse steady steep stiff straight strange strict strong sudden sunny sure sweet swift tall tame tasty thick thin tight tiny tough true ugly vast wealthy warm weak
        wet wide wild wise worthy young
        """;

    /// <summary>The base form of a lower-case word; the word itself if it is regular.</summary>
    public static string BaseOf(string word) => Bases.GetValueOrDefault(word, word);

    private static FrozenDictionary<string, string> Build(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Trim().Split(' '))
            .SelectMany(forms => forms.Skip(1).Select(form => (Form: form, Base: forms[0])))
            .Concat(Gradable.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).SelectMany(word => Degrees(word).Select(form => (Form: form, Base: word))))
            .DistinctBy(f => f.Form)
            .ToFrozenDictionary(f => f.Form, f => f.Base, StringComparer.Ordinal);

    private static string[] Degrees(string word)
    {
        var stem = word switch
        {
            [.., 'e'] => word[..^1],
            [.., not ('a' or 'e' or 'o' or 'u'), 'y'] => word[..^1] + 'i',
            [.., not ('a' or 'e' or 'i' or 'o' or 'u'), 'a' or 'e' or 'i' or 'o' or 'u', 'b' or 'd' or 'g' or 'm' or 'n' or 't'] when word.Length <= 4 => word + word[^1],
            _ => word,
        };
        return [stem + "er", stem + "est"];
    }
}
