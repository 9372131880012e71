using System.Text.Json;
using System.Text.Json.Serialization;
using VirtualTA.Core.Contracts;
using VirtualTA.Knowledge.Courses;
using VirtualTA.Knowledge.Ingestion;

namespace VirtualTA.Knowledge.Evaluation;

/// <summary>Asks a set of questions and checks citations, facts and refusals.</summary>
/// <param name="library">The courses.</param>
/// <param name="answerer">What is evaluated.</param>
/// <param name="timeProvider">The clock; the system's if null.</param>
public sealed class AnswerEvaluation(CourseLibrary library, IAnswerer answerer, TimeProvider? timeProvider = null)
{
    /// <summary>Name of the file with the questions; folders beside it are courses, and files such as <c>questions-more.json</c> add to it.</summary>
    public const string QuestionsFile = "questions.json";

    private readonly TimeProvider _time = timeProvider ?? TimeProvider.System;

    /// <summary>Reads questions and ingests the courses in the folders beside them.</summary>
    /// <param name="directory">Folder with <see cref="QuestionsFile"/>.</param>
    /// <param name="library">Library that receives the courses.</param>
    /// <param name="cancellationToken">Abandons the work.</param>
    /// <exception cref="UserInputException">There is no readable file of questions.</exception>
    public static async Task<IReadOnlyList<EvaluationQuestion>> LoadAsync(string directory, CourseLibrary library, CancellationToken cancellationToken = default)
    {
        var path = Path.Combine(directory, QuestionsFile);
        if (!File.Exists(path))
        {
            throw new UserInputException(NoticeCodes.QuestionInvalid, $"There is no {QuestionsFile} in \"{directory}\".");
        }

        var questions = new List<EvaluationQuestion>();
        foreach (var file in Directory.EnumerateFiles(directory, "questions*.json").Order(StringComparer.Ordinal))
        {
            questions.AddRange(await ReadAsync(file, cancellationToken));
        }

        foreach (var folder in Directory.EnumerateDirectories(directory))
        {
            await new CourseIngester(library).IngestAsync(folder, Path.GetFileName(folder), null, cancellationToken);
        }

        return questions;
    }

    private static async Task<List<EvaluationQuestion>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = File.OpenRead(path);
            return await JsonSerializer.DeserializeAsync(stream, EvaluationJson.Default.ListEvaluationQuestion, cancellationToken) ?? [];
        }
        catch (JsonException exception)
        {
            throw new UserInputException(NoticeCodes.QuestionInvalid, $"\"{path}\" is no list of questions: {exception.Message}", exception);
        }
    }

    /// <summary>Asks all questions.</summary>
    /// <param name="questions">The questions.</param>
    /// <param name="progress">Told after every question; null for nobody.</param>
    /// <param name="cancellationToken">Abandons the work.</param>
    public async Task<EvaluationReport> RunAsync(
        IReadOnlyList<EvaluationQuestion> questions, Action<QuestionResult>? progress = null, CancellationToken cancellationToken = default)
    {
        var results = new List<QuestionResult>(questions.Count);
        foreach (var question in questions)
        {
            var result = await AskAsync(question, cancellationToken);
            results.Add(result);
            progress?.Invoke(result);
        }

        return new EvaluationReport(
            results,
            EvaluationScore.Of(results),
            EvaluationScore.Of([.. results.Where(r => !r.Question.HeldOut)]),
            EvaluationScore.Of([.. results.Where(r => r.Question.HeldOut)]),
            results.GroupBy(r => r.Question.Course).ToDictionary(g => g.Key, g => EvaluationScore.Of([.. g])));
    }

    private async Task<QuestionResult> AskAsync(EvaluationQuestion question, CancellationToken cancellationToken)
    {
        var history = new List<Exchange>();
        foreach (var earlier in question.After)
        {
            history.Add(await ExchangeAsync(new Question(earlier, question.Course) { History = [.. history] }, cancellationToken));
        }

        var started = _time.GetTimestamp();
        TimeSpan? first = null;
        var text = "";
        var spoken = "";
        Citation? cited = null;
        var outcome = AnswerOutcome.Abstained;
        string? rule = null;
        await foreach (var part in answerer.AnswerAsync(new Question(question.Question, question.Course) { History = history }, cancellationToken))
        {
            switch (part)
            {
                case AnswerText piece:
                    first ??= _time.GetElapsedTime(started);
                    text += piece.Text;
                    spoken += piece.Spoken;
                    break;
                case AnswerCited citation:
                    cited ??= citation.Citation;
                    break;
                case AnswerCompleted completed:
                    outcome = completed.Outcome;
                    rule = completed.Rule;
                    break;
            }
        }

        var refused = outcome == AnswerOutcome.Abstained;
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
        var fact = !refused && question.Facts.Any(f => Plain(text).Contains(Plain(f), StringComparison.Ordinal) || Plain(spoken).Contains(Plain(f), StringComparison.Ordinal));
        return new QuestionResult(
            question, text, cited is null ? "" : $"{cited.Source} {cited.Locator}", outcome, !refused && IsRight(question, cited), fact, refused, words, first ?? TimeSpan.Zero)
        {
            Rule = rule,
        };
    }

    private async Task<Exchange> ExchangeAsync(Question question, CancellationToken cancellationToken)
    {
        var text = "";
        var citations = new List<Citation>();
        await foreach (var part in answerer.AnswerAsync(question, cancellationToken))
        {
            text += part is AnswerText piece ? piece.Text : "";
            if (part is AnswerCited cited)
            {
                citations.Add(cited.Citation);
            }
        }

        return new Exchange(question.Text, text, citations);
    }

    private bool IsRight(EvaluationQuestion question, Citation? cited)
    {
        if (cited is null || cited.Source != question.Source)
        {
            return false;
        }

        // The heading is part of what a citation opens: on a slide it may hold the words that count.
        var course = library.Open(question.Course);
        var passage = course.Find(cited.PassageId) is >= 0 and var number ? course.Index.Passages[number] : null;
        return question.Evidence is null || (passage is not null && Plain($"{passage.Heading} {passage.Text}").Contains(Plain(question.Evidence), StringComparison.Ordinal));
    }

    private static string Plain(string text) =>
        string.Join(' ', text.ToLowerInvariant().Replace(",", "", StringComparison.Ordinal).Replace("percent", "%", StringComparison.Ordinal)
            .Split([' ', '\n', '\t', '“', '”', '"'], StringSplitOptions.RemoveEmptyEntries));
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(List<EvaluationQuestion>))]
internal sealed partial class EvaluationJson : JsonSerializerContext;
