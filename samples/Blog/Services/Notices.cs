namespace Blog.Services;

/// <summary>A sentence for the next page that this visitor sees.</summary>
public static class Notices
{
    private const string Key = "notice";

    public static void SetNotice(this ISession session, string text) => session.SetString(Key, text);

    /// <summary>The sentence, once.</summary>
    public static string? TakeNotice(this ISession session)
    {
        var text = session.GetString(Key);
        if (text is not null)
        {
            session.Remove(Key);
        }

        return text;
    }
}
