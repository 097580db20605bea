namespace SecondNode.CodeFixes.Editing;

/// <summary>What became of the edit of a file that is not C#: the project file, appsettings.</summary>
internal enum FileEdit
{
    /// <summary>The file says already what it should.</summary>
    NotNeeded,

    /// <summary>The edit is written.</summary>
    Done,

    /// <summary>The file is not visible to the fix, or cannot be understood: the title of the fix says what the user adds.</summary>
    ByHand,
}
