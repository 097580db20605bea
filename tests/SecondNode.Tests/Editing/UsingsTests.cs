using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Text;
using SecondNode.CodeFixes.Editing;
using SecondNode.Tests.Testing;

namespace SecondNode.Tests.Editing;

public class UsingsTests
{
    [Theory]
    [InlineData("using System;\n\nclass C { }\n", "using System;\nusing Zoo.Keeper;\n\nclass C { }\n")]
    [InlineData("// header\nusing Zoo.Visitor;\n\nclass C { }\n", "// header\nusing Zoo.Keeper;\nusing Zoo.Visitor;\n\nclass C { }\n")]
    [InlineData("// header\n\nnamespace N;\n\nclass C { }\n", "// header\n\nusing Zoo.Keeper;\n\nnamespace N;\n\nclass C { }\n")]
    [InlineData("namespace N\n{\n    using System;\n\n    class C { }\n}\n", "namespace N\n{\n    using System;\n    using Zoo.Keeper;\n\n    class C { }\n}\n")]
    [InlineData("using System;\r\nusing Zed;\r\n\r\nclass C { }\r\n", "using System;\r\nusing Zed;\r\nusing Zoo.Keeper;\r\n\r\nclass C { }\r\n")]
    [InlineData("using Zoo.Keeper;\n\nclass C { }\n", "using Zoo.Keeper;\n\nclass C { }\n")]
    [InlineData("namespace Zoo.Keeper.Cages;\n\nclass C { }\n", "namespace Zoo.Keeper.Cages;\n\nclass C { }\n")]
    [InlineData("global using Zoo.Keeper;\n\nclass C { }\n", "global using Zoo.Keeper;\n\nclass C { }\n")]
    [InlineData("using Zoo = System.Text;\nusing static System.Math;\n\nclass C { }\n", "using Zoo.Keeper;\nusing Zoo = System.Text;\nusing static System.Math;\n\nclass C { }\n")]
    [InlineData("var x = 1;\n", "using Zoo.Keeper;\n\nvar x = 1;\n")]
    public async Task Add_KeepsHeaderOrderAndLineEndings(string before, string after)
    {
        using var workspace = new AdhocWorkspace();
        var project = workspace.AddProject("P", LanguageNames.CSharp).WithMetadataReferences(References.Of(Framework.Console));
        project = project.AddDocument("Zoo.cs", "namespace Zoo.Keeper { public class K { } namespace Cages { public class Z { } } } namespace Zoo.Visitor { public class V { } } namespace Zed { public class Z { } }").Project;
        var document = await Usings.AddAsync(project.AddDocument("C.cs", SourceText.From(before)), ["Zoo.Keeper"], CancellationToken.None);
        document = await Formatter.FormatAsync(document, Formatter.Annotation);
        Assert.Equal(after, (await document.GetTextAsync()).ToString());
    }

    [Fact]
    public async Task GlobalUsingOfAnotherFile_IsEnough()
    {
        using var workspace = new AdhocWorkspace();
        var project = workspace.AddProject("P", LanguageNames.CSharp).WithMetadataReferences(References.Of(Framework.Console));
        project = project.AddDocument("Zoo.cs", "global using Zoo.Keeper; namespace Zoo.Keeper { public class K { } }").Project;
        var document = await Usings.AddAsync(project.AddDocument("C.cs", "class C { }\n"), ["Zoo.Keeper"], CancellationToken.None);
        Assert.Equal("class C { }\n", (await document.GetTextAsync()).ToString());
    }
}
