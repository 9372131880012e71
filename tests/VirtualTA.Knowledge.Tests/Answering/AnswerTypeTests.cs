using VirtualTA.Knowledge.Answering;
using VirtualTA.Knowledge.Language;

namespace VirtualTA.Knowledge.Tests.Answering;

public sealed class AnswerTypeTests
{
    [Theory]
    [InlineData("Which rooms of the castle are heated?", "rooms")]
    [InlineData("Which city was founded first?", "city")]
    [InlineData("What are the parts of a clock?", "parts")]
    [InlineData("In which roof timbers did the beetles live?", "timbers")]
    [InlineData("What is a clock?", null)]
    [InlineData("Which of them is older?", null)]
    [InlineData("How old is the castle?", null)]
    public void AnswerType_IsTheNounThatTheAnswerIsAnExampleOf(string question, string? type) => Assert.Equal(type, AnswerType.Of(question));

    [Theory]
    [InlineData("oldest", "old")]
    [InlineData("heaviest", "heavy")]
    [InlineData("wider", "wide")]
    [InlineData("thinner", "thin")]
    [InlineData("repaid", "repay")]
    [InlineData("interest", "interest")]
    [InlineData("border", "border")]
    public void Degrees_AndIrregularForms_LeadBackToTheWord(string form, string word) => Assert.Equal(word, IrregularForms.BaseOf(form));

    [Theory]
    [InlineData("the bell company eighteen ninety two you'll hear of it", false)]
    [InlineData("it cost them fifteen thousand pounds", true)]
    public void Years_AreNoQuantities(string text, bool hasQuantity) =>
        Assert.Equal(hasQuantity, FactForms.WithoutYears(text).Split(' ').Any(w => w is "eighteen" or "ninety" or "fifteen" or "thousand"));

    [Theory]
    [InlineData("tried", "try")]
    [InlineData("cries", "cry")]
    [InlineData("studied", "study")]
    public void ShortWordsInY_HaveOneStem(string form, string word) => Assert.Equal(TermAnalyzer.Normalize(word), TermAnalyzer.Normalize(form));
}
