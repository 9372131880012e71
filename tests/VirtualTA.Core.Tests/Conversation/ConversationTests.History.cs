using VirtualTA.Core.Contracts;
using VirtualTA.TestKit;
using Xunit;

namespace VirtualTA.Core.Tests.Conversation;

/// <summary>What a conversation remembers of an answer: what was heard.</summary>
public sealed partial class ConversationTests
{
    [Theory]
    [InlineData(0, null)]
    [InlineData(1, "A")]
    [InlineData(3, "A codec turns")]
    [InlineData(3.99, "A codec turns")]
    [InlineData(6, "A codec turns sound into tokens.")]
    [InlineData(7, "A codec turns sound into tokens. A")]
    [InlineData(11, FakeAnswerer.First + FakeAnswerer.Second)]
    public async Task History_EndsAtTheLastWordHeardInFull_WhenStopped(double wordsHeard, string? expected)
    {
        var conversation = _registry.Create();
        await AskAsync(conversation);

        conversation.Heard(1, (long)(wordsHeard * FakeSynthesizer.WordSamples));
        conversation.Stop(1);

        Assert.Equal(expected, conversation.History.SingleOrDefault()?.Answer);
        if (expected is not null)
        {
            var exchange = conversation.History[0];
            Assert.Equal(FakeAnswerer.First + FakeAnswerer.Second, (exchange.Answer + " " + exchange.Unsaid).Trim());
        }
    }

    [Fact]
    public async Task History_CutsTheScreenText_WhereTheVoiceSaysItInOtherWords()
    {
        _answerer.OnAnswer = (_, _) => Spell();
        var conversation = _registry.Create();
        await AskAsync(conversation);

        conversation.Heard(1, 4 * FakeSynthesizer.WordSamples); // "The loss is x"
        conversation.Stop(1);

        Assert.Equal("The loss is", conversation.History[0].Answer);
        Assert.Equal("x². Good.", conversation.History[0].Unsaid);
    }

    [Fact]
    public async Task History_FollowsTheShareOfSound_ForAVoiceWithoutWordTimes()
    {
        _synthesizer.TimesWords = false;
        var conversation = _registry.Create();
        await AskAsync(conversation);

        conversation.Heard(1, 11 * FakeSynthesizer.WordSamples / 2);
        conversation.Stop(1);

        Assert.InRange(conversation.History[0].Answer.Length, 20, 35);
    }

    private static async IAsyncEnumerable<AnswerPart> Spell()
    {
        await Task.Yield();
        yield return new SourcesFound(1);
        yield return new AnswerText("The loss is x². ", "The loss is x squared. ");
        yield return new AnswerText("Good.", "Good.");
        yield return new AnswerCompleted(AnswerOutcome.Answered);
    }
}
