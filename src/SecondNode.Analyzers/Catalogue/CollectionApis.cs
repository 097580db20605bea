using System.Collections.Immutable;

namespace SecondNode.Analyzers.Catalogue;

/// <summary>What a call does to the collection that it is called on.</summary>
internal enum CollectionEffect
{
    /// <summary>Looks and leaves it as it is. What has no row reads.</summary>
    Read,

    /// <summary>Puts something in, whatever is there.</summary>
    Add,

    /// <summary>Puts something in where nothing is there yet: what memos do.</summary>
    AddIfAbsent,

    /// <summary>Replaces what is there.</summary>
    Overwrite,

    /// <summary>Takes something out.</summary>
    Remove,

    /// <summary>Takes everything out.</summary>
    Clear,

    /// <summary>Changes the order and nothing else.</summary>
    Reorder,
}

/// <summary>
/// The members of collections that change them. A row of an interface covers everybody who implements it; <c>this[]</c>
/// means assigning to an element. Static members act on their first argument.
/// </summary>
internal static class CollectionApis
{
    public static readonly ImmutableArray<ApiRow<CollectionEffect>> Rows = Make().ToImmutableArray();

    private static IEnumerable<ApiRow<CollectionEffect>> Make()
    {
        const string Generic = "System.Collections.Generic.";
        const string Concurrent = "System.Collections.Concurrent.";
        foreach (var (type, add, remove, clear, overwrite) in new (string Type, string Add, string Remove, string Clear, string Overwrite)[]
        {
            (Generic + "ICollection`1", "Add", "Remove", "Clear", ""),
            (Generic + "IList`1", "Insert", "RemoveAt", "", "this[]"),
            (Generic + "IDictionary`2", "Add", "Remove", "", "this[]"),
            (Generic + "ISet`1", "Add UnionWith", "ExceptWith IntersectWith", "", "SymmetricExceptWith"),
            (Generic + "HashSet`1", "", "RemoveWhere", "", ""),
            (Generic + "SortedSet`1", "", "RemoveWhere", "", ""),
            (Generic + "SortedList`2", "", "RemoveAt", "", "SetValueAtIndex"),
            (Generic + "List`1", "AddRange InsertRange", "RemoveAll RemoveRange", "", ""),
            (Generic + "LinkedList`1", "AddFirst AddLast AddBefore AddAfter", "RemoveFirst RemoveLast", "", ""),
            (Generic + "Queue`1", "Enqueue", "Dequeue TryDequeue", "Clear", ""),
            (Generic + "PriorityQueue`2", "Enqueue EnqueueRange EnqueueDequeue", "Dequeue TryDequeue", "Clear", ""),
            (Generic + "Stack`1", "Push", "Pop TryPop", "Clear", ""),
            (Generic + "CollectionExtensions", "AddRange InsertRange", "Remove", "", ""),
            (Concurrent + "ConcurrentDictionary`2", "", "TryRemove", "Clear", "AddOrUpdate TryUpdate"),
            (Concurrent + "ConcurrentBag`1", "Add", "TryTake", "Clear", ""),
            (Concurrent + "ConcurrentQueue`1", "Enqueue", "TryDequeue", "Clear", ""),
            (Concurrent + "ConcurrentStack`1", "Push PushRange", "TryPop TryPopRange", "Clear", ""),
            (Concurrent + "BlockingCollection`1", "Add TryAdd", "Take TryTake GetConsumingEnumerable", "", ""),
            (Concurrent + "IProducerConsumerCollection`1", "TryAdd", "TryTake", "", ""),
            ("System.Collections.IList", "Add Insert", "Remove RemoveAt", "Clear", "this[]"),
            ("System.Collections.IDictionary", "Add", "Remove", "Clear", "this[]"),
            ("System.Collections.ArrayList", "AddRange InsertRange", "RemoveRange", "", "SetRange"),
            ("System.Collections.Queue", "Enqueue", "Dequeue", "Clear", ""),
            ("System.Collections.Stack", "Push", "Pop", "Clear", ""),
            ("System.Collections.SortedList", "", "RemoveAt", "", "SetByIndex"),
            ("System.Collections.BitArray", "", "", "", "Set SetAll And Or Xor Not this[]"),
            ("System.Collections.Specialized.NameValueCollection", "Add", "Remove", "Clear", "Set this[]"),
            ("System.Collections.Specialized.StringDictionary", "Add", "Remove", "Clear", "this[]"),
            ("System.Array", "", "", "Clear", "SetValue Fill Resize"),
            ("System.Runtime.InteropServices.CollectionsMarshal", "", "", "", "GetValueRefOrAddDefault GetValueRefOrNullRef SetCount"),
        })
        {
            foreach (var (members, effect) in new[] { (add, CollectionEffect.Add), (remove, CollectionEffect.Remove), (clear, CollectionEffect.Clear), (overwrite, CollectionEffect.Overwrite) })
            {
                foreach (var member in members.Split([' '], StringSplitOptions.RemoveEmptyEntries))
                {
                    yield return new ApiRow<CollectionEffect>(type, member, effect);
                }
            }
        }

        foreach (var (type, member, effect) in new (string, string, CollectionEffect)[]
        {
            (Generic + "Dictionary`2", "TryAdd", CollectionEffect.AddIfAbsent),
            (Generic + "CollectionExtensions", "TryAdd", CollectionEffect.AddIfAbsent),
            (Concurrent + "ConcurrentDictionary`2", "TryAdd", CollectionEffect.AddIfAbsent),
            (Concurrent + "ConcurrentDictionary`2", "GetOrAdd", CollectionEffect.AddIfAbsent),
            (Generic + "List`1", "Sort", CollectionEffect.Reorder),
            (Generic + "List`1", "Reverse", CollectionEffect.Reorder),
            ("System.Array", "Sort", CollectionEffect.Reorder),
            ("System.Array", "Reverse", CollectionEffect.Reorder),
            ("System.Collections.ArrayList", "Sort", CollectionEffect.Reorder),
            ("System.Collections.ObjectModel.ObservableCollection`1", "Move", CollectionEffect.Reorder),
        })
        {
            yield return new ApiRow<CollectionEffect>(type, member, effect);
        }
    }
}
