using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Blog.Services;

/// <summary>How often a word was met in comments that the moderator judged.</summary>
public sealed record WordCount(int Spam, int Ham);

/// <summary>A small Bayesian filter: it learns from every comment that is approved or thrown away.</summary>
public sealed partial class SpamFilter(ILogger<SpamFilter> logger)
{
    private const double Threshold = 0.9;

    private static readonly ConcurrentDictionary<string, WordCount> Words = new(); // expect: SN2001

    public bool IsSpam(string text)
    {
        var score = Score(text);
        if (score >= Threshold)
        {
            logger.LogInformation("A comment was held back, score {Score:F2}", score);
        }

        return score >= Threshold;
    }

    /// <summary>Remembers the words of a judged comment.</summary>
    public void Learn(string text, bool spam)
    {
        foreach (var word in WordsOf(text))
        {
            var seen = Words.TryGetValue(word, out var count) ? count : new WordCount(0, 0);
            Words[word] = spam ? seen with { Spam = seen.Spam + 1 } : seen with { Ham = seen.Ham + 1 };
        }
    }

    private double Score(string text)
    {
        var logOdds = 0.0;
        foreach (var word in WordsOf(text))
        {
            if (Words.TryGetValue(word, out var count))
            {
                logOdds += Math.Log((count.Spam + 0.5) / (count.Ham + 0.5));
            }
        }

        return 1 / (1 + Math.Exp(-logOdds));
    }

    private static IEnumerable<string> WordsOf(string text) =>
        WordPattern().Matches(text.ToLowerInvariant()).Select(match => match.Value).Distinct();

    [GeneratedRegex(@"[\p{L}\d]{3,}")]
    private static partial Regex WordPattern();
}
