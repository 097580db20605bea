using System.Xml.Linq;

namespace SecondNode.Analyzers.Facts.Classic;

/// <summary>The verdict on a <c>machineKey</c> section.</summary>
/// <param name="IsGenerated">Whether each machine makes keys of its own.</param>
/// <param name="Because">What the configuration says, as the end of a sentence.</param>
internal sealed record MachineKey(bool IsGenerated, string Because)
{
    /// <summary>Judges a section as the framework reads it; null is an absent one, which means keys of this machine.</summary>
    public static MachineKey Of(XElement? section)
    {
        if (section is null)
        {
            return new(true, "web.config has no machineKey");
        }

        // Encrypted, built at start-up, kept in another file, or not used at all because ASP.NET Core's Data Protection
        // takes their place: somebody has chosen the keys.
        if (WebConfigFile.Value(section, "dataProtectorType") is not null || WebConfigFile.Value(section, "configSource") is not null || WebConfigFile.Value(section, "configBuilders") is not null || WebConfigFile.Value(section, "configProtectionProvider") is not null)
        {
            return new(false, "");
        }

        foreach (var name in new[] { "validationKey", "decryptionKey" })
        {
            var value = WebConfigFile.Value(section, name);
            if (value is null || value.IndexOf("AutoGenerate", StringComparison.OrdinalIgnoreCase) >= 0)
            {
                return new(true, value is null ? "machineKey in web.config has no " + name : name + " in web.config is AutoGenerate");
            }
        }

        return new(false, "");
    }
}
