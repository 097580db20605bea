// What the language asks for and netstandard2.0 does not have, internal and shared with the code fixes. Written by hand: a
// generator of them would have to write them in the same order every time for two builds to be equal.
namespace System.Runtime.CompilerServices
{
    /// <summary>Lets <c>init</c> accessors, and with them records, compile.</summary>
    internal static class IsExternalInit;
}

namespace System
{
    /// <summary><c>^1</c>.</summary>
    internal readonly struct Index(int value, bool fromEnd = false)
    {
        private readonly int value = fromEnd ? ~value : value;

        public static Index Start => new(0);

        public static Index End => new(0, fromEnd: true);

        public int Value => value < 0 ? ~value : value;

        public bool IsFromEnd => value < 0;

        public static implicit operator Index(int value) => new(value);

        public int GetOffset(int length) => value < 0 ? length - ~value : value;
    }

    /// <summary><c>1..^1</c>.</summary>
    internal readonly struct Range(Index start, Index end)
    {
        public static Range All => new(Index.Start, Index.End);

        public Index Start { get; } = start;

        public Index End { get; } = end;

        public static Range StartAt(Index start) => new(start, Index.End);

        public static Range EndAt(Index end) => new(Index.Start, end);
    }
}
