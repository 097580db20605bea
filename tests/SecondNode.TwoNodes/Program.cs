using System.Diagnostics;
using SecondNode.TwoNodes.Blogs;
using SecondNode.TwoNodes.Proof;
using SecondNode.TwoNodes.Servers;

// dotnet run --project tests/SecondNode.TwoNodes -- prove      plays the scenarios and prints the table
// anything else                                                runs the tests
if (args is not ["prove"])
{
    return await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
}

if (Programs.Missing is { } missing)
{
    Console.Error.WriteLine(missing);
    return 2;
}

var watch = Stopwatch.StartNew();
Tell("The sample blog is copied, built, repaired with dotnet format analyzers, and built again");
await using var blog = new FixedBlog();
await blog.InitializeAsync();
await using var proof = new TwoNodeProof(blog, Tell);
await proof.RunAsync();
Tell("Done");
Console.WriteLine();
Console.WriteLine(Table.Of(proof.Rows));
return proof.Rows.All(row => row.OneNode.Always(row.Scenario.Right) && row.Before.Always(row.Scenario.Wrong) && (row.After.Always(row.Scenario.Right) || !row.Scenario.HasFix)) ? 0 : 1;

void Tell(string line) => Console.WriteLine($"{watch.Elapsed.TotalSeconds,6:F1} s  {line}");
