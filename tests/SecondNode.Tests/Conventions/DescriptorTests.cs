using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using SecondNode.Analyzers.Rules;
using SecondNode.CodeFixes;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Conventions;

/// <summary>What every descriptor, analyzer and fix has in common.</summary>
public class DescriptorTests
{
    [Fact]
    public void Rules_AreThere() => Assert.NotEmpty(ShippedRules.Descriptors);

    [Theory]
    [MemberData(nameof(ShippedRules.Ids), MemberType = typeof(ShippedRules))]
    public void Id_BeginsWithTheDigitOfItsFamily(string id)
    {
        Assert.Matches("^SN[1-7][0-9]{3}$", id);
        Assert.Equal((int)Enum.Parse<Family>(ShippedRules.Descriptor(id).Category), id[2] - '0');
    }

    [Theory]
    [MemberData(nameof(ShippedRules.Ids), MemberType = typeof(ShippedRules))]
    public void Message_IsOneSentenceThatNamesTheSymbol(string id)
    {
        var message = ShippedRules.Descriptor(id).MessageFormat.ToString();
        Assert.Contains("{0}", message);
        Assert.False(message.EndsWith('.'), message);
        Assert.DoesNotContain(". ", message);
        Assert.NotEmpty(ShippedRules.Descriptor(id).Description.ToString());
        Assert.False(ShippedRules.Descriptor(id).Title.ToString().EndsWith('.'));
    }

    [Fact]
    public void Id_BelongsToOneAnalyzer() =>
        Assert.Empty(ShippedRules.Analyzers.SelectMany(a => a.SupportedDiagnostics).GroupBy(d => d.Id).Where(g => g.Count() > 1).Select(g => g.Key));

    [Fact]
    public void Analyzers_AreSealedExportedAndOfTheCommonBase() =>
        Assert.All(ShippedRules.Analyzers, analyzer =>
        {
            Assert.IsAssignableFrom<SecondNodeAnalyzer>(analyzer);
            Assert.True(analyzer.GetType() is { IsSealed: true, IsPublic: true });
            Assert.Equal([LanguageNames.CSharp], analyzer.GetType().GetCustomAttribute<DiagnosticAnalyzerAttribute>()!.Languages);
        });

    /// <summary>Compilation-end diagnostics are not shown while typing and get no light bulb.</summary>
    [Fact]
    public void Rules_AreNotReportedAtTheEndOfTheCompilation() =>
        Assert.All(ShippedRules.Descriptors, d => Assert.DoesNotContain(WellKnownDiagnosticTags.CompilationEnd, d.CustomTags));

    [Fact]
    public void Analyzers_HoldNoMutableState()
    {
        var fields = typeof(SecondNodeAnalyzer).Assembly.GetTypes().Concat(typeof(SecondNodeCodeFix).Assembly.GetTypes())
            .Where(t => t.GetCustomAttribute<System.Runtime.CompilerServices.CompilerGeneratedAttribute>() is null && !t.Name.Contains('<'))
            .SelectMany(t => t.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(f => !f.IsInitOnly && !f.IsLiteral && !f.Name.Contains('<'));
        Assert.Empty(fields.Select(f => f.DeclaringType + "." + f.Name));
    }

    [Fact]
    public void Fixes_AreExportedAndFixAllScopesAreWhole() =>
        Assert.All(ShippedRules.Fixes, fix =>
        {
            var export = fix.GetType().GetCustomAttribute<ExportCodeFixProviderAttribute>();
            Assert.NotNull(export);
            Assert.Equal([LanguageNames.CSharp], export.Languages);
            Assert.True(fix.GetType() is { IsSealed: true, IsPublic: true });
            Assert.Equal([FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution], fix.GetFixAllProvider().GetSupportedFixAllScopes());
            Assert.All(fix.FixableDiagnosticIds, id => Assert.Contains(id, ShippedRules.Descriptors.Select(d => d.Id)));
        });

    [Fact]
    public void Fixes_NameTheirChoicesInConstants() =>
        Assert.All(ShippedRules.Fixes, fix =>
            Assert.Contains(fix.GetType().GetFields(BindingFlags.Static | BindingFlags.Public), f => f.IsLiteral && f.FieldType == typeof(string)));
}
