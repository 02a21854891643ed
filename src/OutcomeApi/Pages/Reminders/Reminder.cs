namespace OutcomeApi.Pages.Reminders;

/// <summary>A day on which somebody is reminded of something.</summary>
/// <param name="Key">What it is about. It stays the same when the day or the text changes.</param>
/// <param name="On">The day.</param>
/// <param name="Text">What is to be done.</param>
public sealed record Reminder(string Key, DateOnly On, string Text);
