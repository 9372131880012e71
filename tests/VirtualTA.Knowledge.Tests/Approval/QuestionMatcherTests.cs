using VirtualTA.Knowledge.Approval;

namespace VirtualTA.Knowledge.Tests.Approval;

public sealed class QuestionMatcherTests
{
    private static readonly string[] Queue =
        ["What is a vocoder?", "How many codebooks does the codec have?", "Why does the model repeat words?"];

    [Theory]
    [InlineData("Can you explain what a vocoder is", 0)]
    [InlineData("what is a vocodor", 0)]
    [InlineData("what is a vo coder", 0)]
    [InlineData("how many code books does the codec have", 1)]
    [InlineData("why does the modal repeat words", 2)]
    [InlineData("What is a codec?", -1)]
    [InlineData("How many layers does the codec have?", -1)]
    [InlineData("Why does the model not repeat words?", -1)]
    public void Find_KnowsTheSameQuestion_HoweverItWasWrittenOrHeard(string question, int expected) =>
        Assert.Equal(expected, new QuestionMatcher().Find(question, Queue));
}
