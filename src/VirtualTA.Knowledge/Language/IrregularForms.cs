using System.Collections.Frozen;

namespace VirtualTA.Knowledge.Language;

/// <summary>Forms of words that no rule leads back to their stem.</summary>
internal static class IrregularForms
{
    private static readonly FrozenDictionary<string, string> Bases = Build(
        """
        forget forgot forgotten
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
        """);

    /// <summary>The base form of a lower-case word; the word itself if it is regular.</summary>
    public static string BaseOf(string word) => Bases.GetValueOrDefault(word, word);

    private static FrozenDictionary<string, string> Build(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Trim().Split(' '))
            .SelectMany(forms => forms.Skip(1).Select(form => (Form: form, Base: forms[0])))
            .ToFrozenDictionary(f => f.Form, f => f.Base, StringComparer.Ordinal);
}
