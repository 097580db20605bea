using System.Text;

namespace SecondNode.Benchmarks.Code;

/// <summary>
/// Writes a web application of about as many lines as asked for: the same text for the same size. A module is what one business
/// object brings along (entity, models, configuration, repository, service, controller, registration); one in some has one of the
/// hazards, which <see cref="Expected"/> counts.
/// </summary>
public sealed class WebCode
{
    private static readonly string[] Adjectives =
        ["Draft", "Bulk", "Partner", "Regional", "Archived", "Monthly", "Preferred", "Internal", "External", "Pending", "Shared", "Daily", "Private", "Public", "Seasonal",
         "Special", "Standard", "Premium", "Temporary", "Recurring", "Global", "Local", "Mobile", "Legacy", "Master", "Priority", "Returned", "Scheduled", "Verified", "Weekly"];

    private static readonly string[] Nouns =
        ["Order", "Invoice", "Customer", "Product", "Shipment", "Payment", "Coupon", "Review", "Ticket", "Contract", "Supplier", "Warehouse", "Campaign", "Message", "Account",
         "Address", "Article", "Asset", "Booking", "Budget", "Category", "Claim", "Comment", "Course", "Delivery", "Device", "Discount", "Document", "Employee", "Event",
         "Expense", "Feature", "Gift", "Group", "Holiday", "Incident", "Journal", "Lead", "License", "Location", "Machine", "Market", "Meeting", "Member", "Menu",
         "Newsletter", "Offer", "Package", "Passenger", "Permit", "Photo", "Plan", "Policy", "Position", "Price", "Project", "Proposal", "Quote", "Reading", "Receipt",
         "Refund", "Region", "Rental", "Report", "Request", "Reservation", "Resource", "Return", "Route", "Rule", "Salary", "Sample", "Schedule", "Season", "Seat",
         "Sensor", "Session", "Setting", "Site", "Skill", "Station", "Stock", "Store", "Subject", "Survey", "Task", "Tax", "Team", "Tender", "Test",
         "Theme", "Topic", "Tour", "Transfer", "Unit", "Vehicle", "Vendor", "Visit", "Voucher", "Zone"];

    private readonly List<(string Path, string Text)> files = [];
    private readonly SortedDictionary<string, int> expected = new(StringComparer.Ordinal);

    private WebCode(int lines)
    {
        var areas = new SortedDictionary<string, List<Module>>(StringComparer.Ordinal);
        for (var number = 0; Lines < lines - 40; number++)
        {
            var module = new Module(Adjectives[number / Nouns.Length], Nouns[number % Nouns.Length], number);
            foreach (var (path, text) in module.Files())
            {
                Add(path, text);
            }

            Expect(module.Hazard.Id());
            (areas.TryGetValue(module.Area, out var list) ? list : areas[module.Area] = []).Add(module);
        }

        foreach (var (area, modules) in areas)
        {
            Add($"{area}/{area}Registration.cs", Application.Registration(area, modules));
            Add($"{area}/ShopContexts.{area}.cs", Application.Contexts(area, modules));
        }

        Add("Program.cs", Application.Program(areas.Keys));
        Add("Usings.g.cs", Application.Usings);
        foreach (var id in Application.Ids)
        {
            Expect(id);
        }
    }

    /// <summary>The files, in the order of their making.</summary>
    public IReadOnlyList<(string Path, string Text)> Files => files;

    /// <summary>How many lines the files have.</summary>
    public int Lines { get; private set; }

    /// <summary>How many findings each rule must have.</summary>
    public IReadOnlyDictionary<string, int> Expected => expected;

    /// <summary>An application of about that many lines.</summary>
    public static WebCode OfLines(int lines) => new(lines);

    private void Add(string path, string text)
    {
        files.Add(("/shop/" + path, text));
        Lines += text.AsSpan().Count('\n');
    }

    private void Expect(string? id)
    {
        if (id is not null)
        {
            expected[id] = expected.GetValueOrDefault(id) + 1;
        }
    }
}
