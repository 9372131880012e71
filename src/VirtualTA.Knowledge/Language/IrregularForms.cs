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
        fast fastest faster
        slow slower slowest
        large larger largest
        big bigger biggest
        small smaller smallest
        high higher highest
        low lower lowest
        long longer longest
        short shorter
        old older
        good better best
        bad worse worst
        """);

    /// <summary>The base form of a lower-case word; the word itself if it is regular.</summary>
    public static string BaseOf(string word) => Bases.GetValueOrDefault(word, word);

    private static FrozenDictionary<string, string> Build(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Trim().Split(' '))
            .SelectMany(forms => forms.Skip(1).Select(form => (Form: form, Base: forms[0])))
            .ToFrozenDictionary(f => f.Form, f => f.Base, StringComparer.Ordinal);
}
