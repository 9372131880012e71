using VirtualTA.Core.Contracts;
using VirtualTA.Knowledge.Courses;
using VirtualTA.Knowledge.Ingestion;

namespace VirtualTA.Knowledge.Tests.Courses;

public sealed class CourseLibraryTests
{
    [Fact]
    public void Courses_AlwaysHaveTheDemoCourseFirst()
    {
        var demo = Asking.DemoLibrary.Courses[0];

        Assert.Equal(new CourseDescription("speech-synthesis", "Speech synthesis", 18, demo.Passages), demo);
        Assert.True(demo.Passages > 60);
        Assert.True(Asking.DemoLibrary.Sentences("speech-synthesis").Count > 200);
    }

    [Fact]
    public async Task Open_SeesACourse_AsSoonAsItIsIngested()
    {
        using var data = new TemporaryFolder();
        using var material = new TemporaryFolder();
        material.Write("bees.md", "# Bees\n\nA honey bee visits about 5,000 flowers a day.");
        var library = new CourseLibrary(new CourseOptions { DataDirectory = data.Path });
        Assert.Throws<UserInputException>(() => library.Sentences("biology"));

        await new CourseIngester(library).IngestAsync(material.Path, "Biology");

        Assert.Equal(["speech-synthesis", "biology"], library.Names());
        Assert.Equal("A honey bee visits about 5,000 flowers a day.", Assert.Single(library.Sentences("biology")));
    }

    [Theory]
    [InlineData("../../etc")]
    [InlineData("a/b")]
    [InlineData("-rf")]
    [InlineData("\u0000")]
    public void Open_RefusesNamesThatAreNoNames(string name) =>
        Assert.Equal(NoticeCodes.CourseUnknown, Assert.Throws<UserInputException>(() => Asking.DemoLibrary.DirectoryOf(name)).Code);
}
