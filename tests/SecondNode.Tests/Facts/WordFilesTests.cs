using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CSharp;
using SecondNode.Analyzers.Facts;

namespace SecondNode.Tests.Facts;

/// <summary>The index of all words gives the same files, in the same order, as a question to each of them.</summary>
public class WordFilesTests
{
    [Fact]
    public void Files_of_a_word_are_those_that_mention_it()
    {
        string[] sources = ["class A { B b; B c; }", "class B { }", "", "class C { A a; /* D */ }", string.Concat(Enumerable.Range(0, 300).Select(i => $"class X{i} {{ B b; }} "))];
        var files = sources.Select(source => TreeFacts.Of(CSharpSyntaxTree.ParseText(source))).ToImmutableArray();
        var index = new WordFiles(files);
        foreach (var word in (string[])["A", "B", "C", "D", "a", "b", "X7", "X299", "nowhere"])
        {
            Assert.Equal(files.Where(f => f.MayMention(word)), index.Of(WordIndex.HashOf(word)));
        }
    }
}
