using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;

namespace VirtualTA.EndToEnd.Tests;

/// <summary>Measures how soon the hall hears an approved answer; only where VIRTUALTA_FIGURES names a file for the figures.</summary>
[Collection(VoiceChatGroup.Name)]
public sealed class LectureFigures(VoiceChatFixture fixture)
{
    private const int Rounds = 20;
    private const string Question = "What does a speaker encoder do?";
    private const string Correction = "It turns a voice into a vector.";

    /// <summary>Presses a button and tells when, in milliseconds since 1970.</summary>
    private const string Press = "button => { const at = performance.timeOrigin + performance.now(); button.click(); return at; }";

    [FiguresFact]
    public async Task ApprovedAnswer_FromThePressToTheEar()
    {
        await using var hall = await LectureHallPages.OpenAsync(fixture);
        await LectureHallPages.AskAsync(hall.Student, Question);
        await hall.ApproveAndSpeakAsync(Question);
        var firstMs = await HeardAfterAsync(hall, answer: 1, pressedAt: 0);
        await hall.Lecturer.Keyboard.PressAsync("Escape");
        await LectureHallPages.Button(hall.Lecturer.Locator(".said[data-answer='1']"), "Correct").ClickAsync();
        await hall.Lecturer.Locator(".said textarea").FillAsync(Correction);
        await LectureHallPages.Button(hall.Lecturer.Locator(".said .inline-form"), "Correct").ClickAsync();
        await hall.Lecturer.Locator("summary", new PageLocatorOptions { HasText = "Approved answers" }).ClickAsync();
        await hall.Lecturer.Locator("[data-prepared='true']").WaitForAsync();

        var lengths = new List<double>();
        for (var answer = 2; answer < Rounds + 2; answer++)
        {
            var student = await hall.JoinAsync();
            await LectureHallPages.AskAsync(student, Question);
            var row = hall.Lecturer.Locator(".desk-queue .queue-item");
            await LectureHallPages.Button(row, "Approve").ClickAsync();
            var pressedAt = await LectureHallPages.Button(row, "Answer aloud").EvaluateAsync<double>(Press);
            lengths.Add(await HeardAfterAsync(hall, answer, pressedAt));
            await LectureHallPages.UntilAsync(hall.Projector, $"document.querySelector(\".stage[data-answer='{answer}'][data-status='spoken']\") !== null");
            await student.CloseAsync();
        }

        lengths.Sort();
        Assert.True(firstMs > 0);
        await File.WriteAllTextAsync(FiguresFactAttribute.File!, JsonSerializer.Serialize(new
        {
            figure = "approved answer, from the press of the lecturer to the first audible sample at the projector, in milliseconds",
            rounds = lengths.Count,
            median = Math.Round(lengths[lengths.Count / 2]),
            p95 = Math.Round(lengths[(int)(lengths.Count * 0.95)]),
            least = Math.Round(lengths[0]),
            most = Math.Round(lengths[^1]),
        }));
    }

    private static async Task<double> HeardAfterAsync(LectureHallPages hall, int answer, double pressedAt)
    {
        await hall.UntilHeardAsync(answer, samples: 1);
        var at = await hall.Projector.Locator(".projector").GetAttributeAsync("data-first-audible-at");
        return double.Parse(at!, CultureInfo.InvariantCulture) - pressedAt;
    }
}

[AttributeUsage(AttributeTargets.Method)]
internal sealed class FiguresFactAttribute : FactAttribute
{
    public FiguresFactAttribute()
    {
        if (string.IsNullOrEmpty(File))
        {
            Skip = "Figures are measured only where VIRTUALTA_FIGURES names a file.";
        }
    }

    public static string? File => Environment.GetEnvironmentVariable("VIRTUALTA_FIGURES");
}
