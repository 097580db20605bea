using System.Collections.Immutable;

namespace SecondNode.Analyzers.Catalogue;

/// <summary>What a registration of keys does on this node only.</summary>
/// <param name="Rule">The id of the rule that reports it.</param>
/// <param name="Breaks">The rest of the sentence that begins with the name of the member; <c>{0}</c> is the directory.</param>
/// <param name="Unless">Names of which one, written anywhere, shows that the application has replaced what the registration does.</param>
internal sealed record KeyEffect(string Rule, string Breaks, params string[] Unless)
{
    /// <summary>The type of which a version of the library that does so has one; null where every version does.</summary>
    public string? Requires { get; init; }

    /// <summary>Whether the call alone decides.</summary>
    public bool IsUnmistakable => Rule == "SN5003" && Requires is null && Unless.Length == 0;
}

/// <summary>Registrations that tie keys, certificates or grants to one node.</summary>
internal static class KeyApis
{
    private const string DataProtection = "Microsoft.AspNetCore.DataProtection.DataProtectionBuilderExtensions";
    private const string OpenIddictServer = "Microsoft.Extensions.DependencyInjection.OpenIddictServerBuilder";
    private const string OpenIddictClient = "Microsoft.Extensions.DependencyInjection.OpenIddictClientBuilder";
    private const string IdentityServerCrypto = "Microsoft.Extensions.DependencyInjection.IdentityServerBuilderExtensionsCrypto";
    private const string IdentityServerInMemory = "Microsoft.Extensions.DependencyInjection.IdentityServerBuilderExtensionsInMemory";

    private static readonly KeyEffect Ephemeral = new("SN5003", "keeps the keys of Data Protection in this process, so cookies and tokens that this node protects are unreadable on every other node");
    private static readonly KeyEffect MachineSigning = new("SN5003", "makes a certificate on this machine, so tokens that this node signs are rejected by every other node");
    private static readonly KeyEffect MachineEncryption = new("SN5003", "makes a certificate on this machine, so tokens that this node encrypts cannot be read by any other node");
    private static readonly KeyEffect ProcessSigning = new("SN5003", "makes a key in this process, so tokens that this node signs are rejected by every other node");
    private static readonly KeyEffect ProcessEncryption = new("SN5003", "makes a key in this process, so tokens that this node encrypts cannot be read by any other node");

    public static readonly ImmutableArray<ApiRow<KeyEffect>> Rows = ImmutableArray.Create<ApiRow<KeyEffect>>(
        new(DataProtection, "PersistKeysToFileSystem", new("SN5002", "keeps the keys on this node's disk ({0}), so no other node can read the cookies and tokens that this one protects")),
        new(DataProtection, "PersistKeysToRegistry", new("SN5002", "keeps the keys in this machine's registry, so no other node can read the cookies and tokens that this one protects")),
        new(DataProtection, "ProtectKeysWithDpapi", new("SN5002", "encrypts the stored keys for this machine or user, so no other node can decrypt them")),
        new(DataProtection, "UseEphemeralDataProtectionProvider", Ephemeral),
        new("Microsoft.AspNetCore.DataProtection.EphemeralDataProtectionProvider", ".ctor", Ephemeral),
        new(IdentityServerCrypto, "AddDeveloperSigningCredential", new("SN5003", "signs tokens with a key file that this node makes for itself, so they are rejected by every other node"), Verified: false),
        new(IdentityServerInMemory, "AddInMemoryPersistedGrants", new("SN5003", "keeps authorization codes and refresh tokens in this node's memory, so a token request that lands on another node fails"), Verified: false),
        new(
            "Microsoft.Extensions.DependencyInjection.IdentityServerServiceCollectionExtensions",
            "AddIdentityServer",
            new(
                "SN5003",
                "keeps authorization codes and refresh tokens in this node's memory unless it is given a store, so a token request that lands on another node fails",
                "AddOperationalStore", "AddPersistedGrantStore", "IPersistedGrantStore", "AddApiAuthorization", "AddInMemoryPersistedGrants"),
            Verified: false),
        new(
            "Microsoft.Extensions.DependencyInjection.IdentityServerServiceCollectionExtensions",
            "AddIdentityServer",
            new(
                "SN5003",
                "keeps the keys that sign tokens in files of this node unless it is given a store, so tokens that this node signs are rejected by every other node",
                "AddOperationalStore", "AddSigningKeyStore", "ISigningKeyStore", "AddSigningCredential", "AddDeveloperSigningCredential", "KeyManagement", "AddApiAuthorization") { Requires = "Duende.IdentityServer.Configuration.KeyManagementOptions" },
            Verified: false),
        new(OpenIddictServer, "AddDevelopmentEncryptionCertificate", MachineEncryption),
        new(OpenIddictServer, "AddDevelopmentSigningCertificate", MachineSigning),
        new(OpenIddictServer, "AddEphemeralEncryptionKey", ProcessEncryption),
        new(OpenIddictServer, "AddEphemeralSigningKey", ProcessSigning),
        new(OpenIddictClient, "AddDevelopmentEncryptionCertificate", MachineEncryption),
        new(OpenIddictClient, "AddDevelopmentSigningCertificate", MachineSigning),
        new(OpenIddictClient, "AddEphemeralEncryptionKey", ProcessEncryption),
        new(OpenIddictClient, "AddEphemeralSigningKey", ProcessSigning));
}
