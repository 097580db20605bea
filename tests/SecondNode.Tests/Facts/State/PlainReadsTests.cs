using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SecondNode.Analyzers.Facts;
using SecondNode.Analyzers.Facts.State;

namespace SecondNode.Tests.Facts.State;

public class PlainReadsTests
{
    [Theory]
    [InlineData("_ = All.Contains(1);", true, true)]
    [InlineData("_ = All.Count;", true, true)]
    [InlineData("_ = All[0];", true, false)]
    [InlineData("_ = All.First();", true, false)]
    [InlineData("foreach (var x in All) { }", true, false)]
    [InlineData("_ = All.TryGetValue(1, out var x);", true, false)]
    [InlineData("All[0] = 1;", false, false)]
    [InlineData("All[0]++;", false, false)]
    [InlineData("--All[0];", false, false)]
    [InlineData("All[0] += 1;", false, false)]
    [InlineData("All[0].X = 1;", false, false)]
    [InlineData("(All[0], _) = (1, 2);", false, false)]
    [InlineData("M(ref All[0]);", false, false)]
    [InlineData("ref var x = ref All[0];", false, false)]
    [InlineData("All.Add(1);", false, false)]
    [InlineData("All.Clear();", false, false)]
    [InlineData("All.Reverse();", false, false)]
    [InlineData("All.Reverse().First();", true, false)]
    [InlineData("M(All);", false, false)]
    [InlineData("var alias = All;", false, false)]
    [InlineData("return All;", false, false)]
    [InlineData("All = null;", false, false)]
    [InlineData("All.Length = 1;", false, false)]
    public void Use_IsPlainOrNot(string statement, bool withFixedElements, bool withOthers)
    {
        var name = SyntaxFactory.ParseStatement(statement).DescendantNodes().OfType<IdentifierNameSyntax>().First(n => n.Identifier.ValueText == "All");
        Assert.Equal(withFixedElements, PlainReads.Is(name, fixedElements: true));
        Assert.Equal(withOthers, PlainReads.Is(name, fixedElements: false));
    }

    [Theory]
    [InlineData("int", true)]
    [InlineData("string", true)]
    [InlineData("System.Type", true)]
    [InlineData("System.Func<int>", true)]
    [InlineData("System.DayOfWeek", true)]
    [InlineData("object", false)]
    [InlineData("System.Collections.Generic.List<int>", false)]
    [InlineData("C", false)]
    public void Element_IsFixedOrNot(string type, bool isFixed)
    {
        var context = SymbolUsesTests.Context("class C { " + type + " f; }");
        Assert.Equal(isFixed, PlainReads.IsFixed(((IFieldSymbol)context.Compilation.GetTypeByMetadataName("C")!.GetMembers("f").Single()).Type));
    }
}
