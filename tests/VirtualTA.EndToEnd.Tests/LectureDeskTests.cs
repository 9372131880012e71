using Microsoft.Playwright;

namespace VirtualTA.EndToEnd.Tests;

/// <summary>What lecturers and students meet beside the main road: corrections by voice, questions from the hall, the end, large type, screen readers.</summary>
[Collection(VoiceChatGroup.Name)]
public sealed class LectureDeskTests(VoiceChatFixture fixture)
{
    private const string Question = "What is prosody?";

    [ChromiumFact]
    public async Task Correction_IsDictated_AndSaidToTheHall()
    {
        await using var hall = await LectureHallPages.OpenAsync(fixture);
        await LectureHallPages.AskAsync(hall.Student, Question);
        await hall.ApproveAndSpeakAsync(Question);
        await hall.UntilHeardAsync(answer: 1, samples: 2_000);
        await hall.Lecturer.Keyboard.PressAsync("Escape");

        var said = hall.Lecturer.Locator(".said[data-answer='1']");
        await LectureHallPages.Button(said, "Correct").ClickAsync();
        var written = await said.Locator("textarea").InputValueAsync();
        await said.Locator(".talk-button").HoverAsync();
        await hall.Lecturer.Mouse.DownAsync();
        await hall.Lecturer.WaitForFunctionAsync(
            "seconds => Number(/:(\\d+)/.exec(document.querySelector('.said .talk-hint').innerText)?.[1] ?? 0) >= seconds",
            Math.Ceiling(WavLength.Of(VoiceChatFixture.Recording).TotalSeconds));
        await hall.Lecturer.Mouse.UpAsync();
        await hall.Lecturer.WaitForFunctionAsync("was => (now => now !== undefined && now !== was)(document.querySelector('.said textarea')?.value)", written);
        var dictated = await said.Locator("textarea").InputValueAsync();
        await said.GetByLabel("Say it to the hall now").CheckAsync();
        await LectureHallPages.Button(said.Locator(".inline-form"), "Correct").ClickAsync();

        await hall.UntilHeardAsync(answer: 2, samples: 2_000);
        await hall.Projector.Locator(".stage[data-answer='2'] .answer").GetByText(dictated).WaitForAsync();
        await hall.Student.Locator(".room-now .answer").GetByText(dictated).WaitForAsync();
        Assert.Empty(hall.Errors);
    }

    [ChromiumFact]
    public async Task QuestionFromTheHall_IsAnsweredAndKept_AndWhoAsksItAgainIsLedToTheAnswer()
    {
        const string Question = "What is a spectrogram?"; // other tests approve answers to theirs, for all rooms of the course
        await using var hall = await LectureHallPages.OpenAsync(fixture);
        await LectureHallPages.Button(hall.Lecturer, "Add a question from the hall").ClickAsync();
        await hall.Lecturer.GetByLabel("Question asked aloud in the hall").FillAsync(Question);
        await hall.Lecturer.Keyboard.PressAsync("Enter");
        await hall.Projector.Locator(".stage-queue").GetByText(Question).WaitForAsync();
        await LectureHallPages.Button(hall.Row(Question), "Answer aloud").ClickAsync();

        // When it has been said, nothing stays lit, and the foot of the screen says what the room waits for.
        await hall.UntilHeardAsync(answer: 1, samples: 2_000);
        await LectureHallPages.UntilAsync(hall.Projector, "document.querySelector('.stage').dataset.status === 'spoken'");
        await hall.Projector.GetByText("Questions and votes are open.").WaitForAsync();
        await LectureHallPages.UntilAsync(hall.Student, "document.querySelector('.room-now .answer') !== null && document.querySelector('.room-now .now') === null");

        await LectureHallPages.Button(hall.Lecturer.Locator(".said"), "Keep for next time").ClickAsync();
        await hall.Lecturer.GetByText("Kept.").WaitForAsync();
        await LectureHallPages.AskAsync(hall.Student, "Please, what is a spectrogram?");
        await hall.Student.GetByText("This was answered before.").WaitForAsync();
        await LectureHallPages.Button(hall.Student, "Read that answer").ClickAsync();
        await LectureHallPages.UntilAsync(hall.Student, "document.activeElement?.closest('[data-answer=\"1\"]') !== null");
        await hall.Row("Please, what is a spectrogram?").GetByText("approved answer ready").WaitForAsync();
        Assert.Empty(hall.Errors);
    }

    [ChromiumFact]
    public async Task TakenQuestion_StandsOnTheScreen_AndAnEndedLectureInvitesNobody()
    {
        await using var hall = await LectureHallPages.OpenAsync(fixture);
        await LectureHallPages.AskAsync(hall.Student, Question);
        await LectureHallPages.Button(hall.Row(Question), "I take this one").ClickAsync();
        await hall.Projector.Locator(".stage[data-status='taken'] .stage-question").GetByText(Question).WaitForAsync();
        await LectureHallPages.Button(hall.Row(Question), "Done").ClickAsync();
        await LectureHallPages.Button(hall.Row(Question), "Mark as answered").ClickAsync();
        await hall.Student.Locator(".earlier").GetByText(Question).ClickAsync();
        await hall.Student.GetByText("Answered in person.").WaitForAsync();

        const string Left = "What is a vocoder?";
        await LectureHallPages.AskAsync(hall.Student, Left);
        await LectureHallPages.Button(hall.Row(Left), "Approve").ClickAsync();
        await hall.Lecturer.Locator("summary", new PageLocatorOptions { HasText = "Record and end" }).ClickAsync();
        await LectureHallPages.Button(hall.Lecturer, "End the lecture").ClickAsync();
        Assert.Equal(1, await hall.Student.Locator("#ask-text").CountAsync()); // one press ends nothing
        await LectureHallPages.Button(hall.Lecturer, "End it now").ClickAsync();
        await hall.Projector.GetByText("Thank you for your questions.").WaitForAsync();
        Assert.Equal(0, await hall.Projector.Locator(".qr").CountAsync());
        await hall.Student.GetByText("This lecture is over. You can still read it.").WaitForAsync();
        await hall.Lecturer.GetByText("The lecture is over. Reading and export go on.").WaitForAsync();
        Assert.Equal(0, await hall.Student.Locator("#ask-text").CountAsync());
        Assert.Equal(0, await hall.Student.GetByText("Take back").CountAsync());
        Assert.True(await hall.Student.Locator(".queue-item button.vote").IsDisabledAsync());
        Assert.Equal(0, await hall.Projector.Locator(".stage-queue").CountAsync());
        Assert.Equal(0, await hall.Row(Left).GetByRole(AriaRole.Button).CountAsync());
        Assert.Equal(0, await hall.Lecturer.Locator(".panic").CountAsync());

        // The page that is handed on is as accessible as those of the lecture.
        var link = await hall.Lecturer.Locator(".downloads a[href*='format=html']").GetAttributeAsync("href");
        var record = await (await hall.Lecturer.APIRequest.GetAsync(link!)).TextAsync();
        await hall.Lecturer.SetContentAsync(record);
        await hall.Lecturer.GetByText("Answered by the lecturer in person.").WaitForAsync();
        await Axe.AssertCleanAsync(hall.Lecturer, "of the record");
        Assert.Empty(hall.Errors);
    }

    [ChromiumFact]
    public async Task Student_ReadsLarger_VotesByKeyboard_AndAScreenReaderIsToldTheAnswer()
    {
        await using var hall = await LectureHallPages.OpenAsync(fixture);
        var other = await hall.JoinAsync();
        await LectureHallPages.AskAsync(other, Question);
        await LectureHallPages.Button(hall.Row(Question), "Approve").ClickAsync();
        var vote = hall.Student.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = $"Vote, 1 so far: {Question}" });
        await vote.FocusAsync();
        await hall.Student.Keyboard.PressAsync("Enter");
        await hall.Student.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = $"Vote, 2 so far: {Question}", Pressed = true }).WaitForAsync();
        await hall.Student.GetByText("English").WaitForAsync();

        await LectureHallPages.Button(hall.Row(Question), "Answer aloud").ClickAsync();
        var told = hall.Student.Locator("[aria-live='polite']", new PageLocatorOptions { HasText = $"Answer to: {Question}" });
        await told.Locator("p").Nth(1).WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });

        await hall.Student.Locator(".room-now .answer").WaitForAsync();
        const string Size = "parseFloat(getComputedStyle(document.querySelector('.room-now .answer')).fontSize)";
        var before = await hall.Student.EvaluateAsync<double>(Size);
        var larger = LectureHallPages.Button(hall.Student, "A+ larger text");
        while (await larger.IsEnabledAsync())
        {
            await larger.ClickAsync();
        }

        Assert.Equal(before * 1.75, await hall.Student.EvaluateAsync<double>(Size), tolerance: 0.1);
        await hall.Student.ReloadAsync();
        await hall.Student.Locator(".room-now .answer").WaitForAsync();
        Assert.Equal(before * 1.75, await hall.Student.EvaluateAsync<double>(Size), tolerance: 0.1);
        Assert.True(await hall.Student.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
        Assert.Empty(hall.Errors);
    }

    [ChromiumFact]
    public async Task Desk_GetsANewAddress_AndTheOldOneOpensNothing()
    {
        await using var hall = await LectureHallPages.OpenAsync(fixture);
        var old = hall.Lecturer.Url;
        await hall.Lecturer.Locator("summary", new PageLocatorOptions { HasText = "Links and code" }).ClickAsync();
        await LectureHallPages.Button(hall.Lecturer, "Change the desk’s address").ClickAsync();
        await hall.Lecturer.WaitForFunctionAsync("old => location.href !== old && document.querySelector('.desk') !== null", old);

        await hall.Student.GotoAsync(old);
        await hall.Student.GetByText("This room is closed to you").WaitForAsync();
        await LectureHallPages.Button(hall.Lecturer, "Add a question from the hall").WaitForAsync();
        Assert.Empty(hall.Errors);
    }
}
