using System.Collections.Immutable;
using SecondNode.Analyzers.Facts;

namespace SecondNode.Analyzers.Catalogue;

/// <summary>Members that make a value that no other process has.</summary>
internal static class RandomApis
{
    private const string Cryptography = "System.Security.Cryptography.";

    /// <summary>The effect is whether the value is random only where nothing is passed that it is made from.</summary>
    public static readonly ImmutableArray<ApiRow<bool>> Rows = ImmutableArray.Create<ApiRow<bool>>(
        new(Cryptography + "RSA", "Create", true),
        new(Cryptography + "ECDsa", "Create", true),
        new(Cryptography + "Aes", "Create", true),
        new(Cryptography + "RSACryptoServiceProvider", ".ctor", true),
        new(Cryptography + "RandomNumberGenerator", "GetBytes", false),
        new(Cryptography + "RandomNumberGenerator", "GetNonZeroBytes", false),
        new(Cryptography + "RandomNumberGenerator", "Fill", false),
        new(Cryptography + "RandomNumberGenerator", "GetString", false),
        new(Cryptography + "RandomNumberGenerator", "GetHexString", false),
        new("System.Guid", "NewGuid", false));

    /// <summary>The simple names of the types of the rows.</summary>
    public static readonly ImmutableHashSet<string> TypeNames = Rows.Select(row => MetadataName.SimpleNameOf(row.Type)).ToImmutableHashSet(StringComparer.Ordinal);

    /// <summary>The types whose instances are asked for bytes: one of them is named where a variable holds one.</summary>
    public static readonly ImmutableArray<string> GeneratorNames = ImmutableArray.Create("RandomNumberGenerator", "RNGCryptoServiceProvider");
}
