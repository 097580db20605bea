using System.ComponentModel.DataAnnotations;

namespace Blog.Models;

public sealed class Setting
{
    [Key]
    public required string Name { get; set; }

    public required string Value { get; set; }
}
