using System.Text.RegularExpressions;

namespace SecondNode.Analyzers.Replicas;

/// <summary>What the content of a connection string says of its role.</summary>
internal static class ConnectionText
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(100);

    private static readonly Regex ReadIntent = Make(@"application\s*intent\s*=\s*read\s*only");
    private static readonly Regex Session = Make(@"target[\s_]*session[\s_]*attr(?:ibute)?s\s*=\s*([a-z\-]+)");
    private static readonly Regex Balance = Make(@"load[\s_]*balance[\s_]*hosts\s*=\s*true");
    private static readonly Regex Preference = Make(@"read[\s_]*preference\s*=\s*([a-z]+)");
    private static readonly Regex ReaderHost = Make(@"(?:host|server|data\s*source|address)\s*=\s*[^;]*(?:cluster-ro-|-ro\.|[.\-](?:replica|standby|reader|slave)s?[.\-;,:]|(?:^|=)\s*(?:replica|standby|slave)s?[\w\-]*[.\-;,:])");

    /// <summary>The claim by which the content settles the role, or null where it says nothing.</summary>
    /// <param name="text">The connection string, or a constant part of one.</param>
    public static RoleClaim? Of(string text)
    {
        if (text.Length > 4000)
        {
            return null;
        }

        try
        {
            if (ReadIntent.IsMatch(text))
            {
                return new RoleClaim(Role.Replica, Trust.Proof, "the connection string says ApplicationIntent=ReadOnly");
            }

            if (Session.Match(text) is { Success: true } session)
            {
                var asked = session.Groups[1].Value.Replace("-", "");
                return asked == "any" && Balance.IsMatch(text) ? new RoleClaim(Role.Either, Trust.Proof, "its sessions are spread over all hosts") : OfTargetSession(asked);
            }

            if (Preference.Match(text) is { Success: true } preference)
            {
                return OfReadPreference(preference.Groups[1].Value);
            }

            return ReaderHost.IsMatch(text + ";") ? new RoleClaim(Role.Replica, Trust.Convention, "the connection string names a reader's host") : null;
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }

    /// <summary>The role of a member of Npgsql's <c>TargetSessionAttributes</c>.</summary>
    public static RoleClaim? OfTargetSession(string member) =>
        member.ToLowerInvariant() switch
        {
            "preferstandby" or "standby" or "readonly" => new RoleClaim(Role.Replica, Trust.Proof, "the session asks for " + member),
            "primary" or "readwrite" or "preferprimary" => new RoleClaim(Role.Primary, Trust.Proof, "the session asks for " + member),
            _ => null,
        };

    /// <summary>The role of a member of MongoDB's <c>ReadPreference</c>.</summary>
    public static RoleClaim? OfReadPreference(string member) =>
        member.ToLowerInvariant() switch
        {
            "secondary" or "secondarypreferred" or "nearest" => new RoleClaim(Role.Replica, Trust.Proof, "its read preference is " + member),
            "primary" or "primarypreferred" => new RoleClaim(Role.Primary, Trust.Proof, "its read preference is " + member),
            _ => null,
        };

    private static Regex Make(string pattern) => new(pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, Limit);
}
