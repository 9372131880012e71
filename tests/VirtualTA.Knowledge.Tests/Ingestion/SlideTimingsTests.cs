using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Presentation;
using VirtualTA.Core.Contracts;
using VirtualTA.Knowledge.Ingestion;

namespace VirtualTA.Knowledge.Tests.Ingestion;

public sealed class SlideTimingsTests
{
    [Fact]
    public async Task Slides_BeginWhenThoseBeforeThemHaveMovedOn()
    {
        var times = await ReadAsync("61500", "30000", null);

        Assert.Equal([new SlideTime("slide 1", 0), new SlideTime("slide 2", 61.5), new SlideTime("slide 3", 91.5)], times);
    }

    [Fact]
    public async Task Times_EndAtTheFirstSlideThatWaitsForAClick() =>
        Assert.Equal(["slide 1", "slide 2"], (await ReadAsync("61500", null, "30000")).Select(time => time.Locator));

    [Fact]
    public async Task HiddenSlide_TakesNoTime_AndKeepsItsNumber() =>
        Assert.Equal([new SlideTime("slide 1", 0), new SlideTime("slide 3", 10)], await ReadAsync("10000", "hidden", "30000"));

    [Fact]
    public async Task Transition_IsFound_WhereNewerProgramsWrapIt()
    {
        const string Wrapped = """
            <mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main">
            <mc:Choice Requires="p14"><p:transition spd="slow" p14:dur="2000" advTm="4000"/></mc:Choice><mc:Fallback><p:transition spd="slow" advTm="4000"/></mc:Fallback></mc:AlternateContent>
            """;
        Assert.Equal([new SlideTime("slide 1", 0), new SlideTime("slide 2", 4)], await ReadAsync(Wrapped, null));
    }

    [Fact]
    public async Task SlidesThatAllWaitForClicks_HaveNoTimes() => Assert.Empty(await ReadAsync(null, null));

    [Fact]
    public async Task OtherFile_IsRefused()
    {
        using var folder = new TemporaryFolder();
        await Assert.ThrowsAsync<UserInputException>(() => SlideTimings.ReadAsync(folder.Write("deck.pptx", "no slides")));
    }

    private static async Task<IReadOnlyList<SlideTime>> ReadAsync(params string?[] advances)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("deck.pptx", MinimalFiles.Slides([.. advances.Select((_, i) => ($"Title {i}", $"Text {i}", (string?)null))]));
        using (var package = PresentationDocument.Open(path, isEditable: true))
        {
            var presentation = package.PresentationPart!;
            var ids = presentation.Presentation.SlideIdList!.Elements<SlideId>().ToArray();
            for (var i = 0; i < ids.Length; i++)
            {
                var slide = ((SlidePart)presentation.GetPartById(ids[i].RelationshipId!.Value!)).Slide;
                if (advances[i] == "hidden")
                {
                    slide.Show = false;
                }
                else if (advances[i]?.StartsWith('<') == true)
                {
                    slide.Append(new AlternateContent(advances[i]!.Trim()));
                }
                else if (advances[i] is not null)
                {
                    slide.Append(new Transition { AdvanceAfterTime = advances[i] });
                }
            }
        }

        return await SlideTimings.ReadAsync(path);
    }
}
