using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace OutcomeApi.Hosting;

/// <summary>
/// Binds and checks the settings of the program. The types that hold them say which there are (<see cref="SectionAttribute"/>), and what is allowed.
/// </summary>
public static partial class Settings
{
    private static readonly IReadOnlyList<(string Section, Type Type)> Bound =
    [
        .. typeof(Settings).Assembly.GetTypes()
            .Select(type => (type.GetCustomAttribute<SectionAttribute>()?.Name, Type: type))
            .Where(bound => bound.Name is not null)
            .Select(bound => (Section: bound.Name!, bound.Type))
            .OrderBy(bound => bound.Section, StringComparer.Ordinal)
            .ThenBy(bound => bound.Type.Name, StringComparer.Ordinal)
    ];

    private static readonly IReadOnlyList<Setting> Known = [.. Bound.SelectMany(bound => Below(bound.Section, bound.Type, bound.Type))];

    /// <summary>The first part of every known setting.</summary>
    public static IReadOnlyCollection<string> Sections { get; } =
        Known.Select(setting => setting.Path.Split(':')[0]).ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Binds every type that holds settings, and checks them when the program starts.</summary>
    public static IServiceCollection AddSettings(this IServiceCollection services)
    {
        var add = typeof(Settings).GetMethod(nameof(Add), BindingFlags.NonPublic | BindingFlags.Static)!;
        foreach (var (section, type) in Bound)
        {
            add.MakeGenericMethod(type).Invoke(null, [services, section]);
        }

        return services;
    }

    /// <summary>
    /// Returns a line for each setting that is wrong: the environment variable, its value unless it is secret, and what is allowed.
    /// </summary>
    public static IReadOnlyList<string> FaultsOf(IConfiguration configuration)
    {
        var faults = new List<string>();
        foreach (var (section, type) in Bound)
        {
            var unreadable = Known.Where(setting => setting.Holder == type && !setting.CanBeRead(configuration[setting.Path])).ToArray();
            faults.AddRange(unreadable.Select(setting => NotAllowed(setting, configuration[setting.Path]!, setting.Allowed)));

            // The rest of the section is looked at all the same.
            var readable = configuration.GetSection(section).AsEnumerable(makePathsRelative: true)
                .Where(value => !unreadable.Any(setting => setting.Path.Equals($"{section}:{value.Key}", StringComparison.OrdinalIgnoreCase)));
            var options = new ConfigurationBuilder().AddInMemoryCollection(readable).Build().Get(type) ?? Activator.CreateInstance(type)!;
            faults.AddRange(FaultsOf(section, options));
        }

        faults.AddRange((configuration["urls"] ?? string.Empty).Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(address => !IsAddress(address))
            .Select(address => $"ASPNETCORE_URLS: {address} is not allowed. Allowed: addresses such as http://localhost:5000, separated by semicolons"));
        if (configuration[Telemetry.EndpointVariable] is { Length: > 0 } collector && !Uri.TryCreate(collector, UriKind.Absolute, out _))
        {
            faults.Add($"{Telemetry.EndpointVariable}: {collector} is not allowed. Allowed: an address such as http://localhost:4317");
        }

        return faults;
    }

    /// <summary>
    /// Returns a line for each variable that is no setting, but is in one of the sections or looks like one of them, with the nearest setting.
    /// </summary>
    public static IReadOnlyList<string> UnknownOf(IConfiguration configuration) =>
    [
        .. from value in configuration.AsEnumerable()
           where value.Value is not null && LooksMeant(value.Key)
           let variable = value.Key.Replace(":", "__", StringComparison.Ordinal)
           orderby variable
           select $"{variable} is not known. The nearest that is: {Known.Select(setting => setting.Variable).MinBy(known => Distance(known, variable))}"
    ];

    private static void Add<T>(IServiceCollection services, string section)
        where T : class => services.AddOptions<T>().BindConfiguration(section).ValidateDataAnnotations().ValidateOnStart();

    /// <summary>Lists the settings that a type holds, and those of the types and lists in it.</summary>
    private static IEnumerable<Setting> Below(string path, Type type, Type holder)
    {
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var below = $"{path}:{property.Name}";
            IEnumerable<Setting> settings = property.PropertyType switch
            {
                { IsGenericType: true } list when list.GetGenericTypeDefinition() == typeof(IList<>) =>
                    Below($"{below}:0", list.GetGenericArguments()[0], holder),
                _ when !property.CanWrite => [],
                { IsClass: true } inner when inner != typeof(string) => Below(below, inner, holder),
                _ => [new Setting(below, property, holder)],
            };
            foreach (var setting in settings)
            {
                yield return setting;
            }
        }
    }

    private static IEnumerable<string> FaultsOf(string section, object options)
    {
        foreach (var setting in Known.Where(setting => setting.Holder == options.GetType() && setting.Property.DeclaringType!.IsInstanceOfType(options)))
        {
            var value = setting.Property.GetValue(options);
            var context = new ValidationContext(options) { MemberName = setting.Property.Name };
            foreach (var rule in setting.Rules.Where(rule => rule.GetValidationResult(value, context) != ValidationResult.Success))
            {
                yield return NotAllowed(setting, Convert.ToString(value, CultureInfo.InvariantCulture)!, AllowedBy(rule));
            }
        }

        foreach (var fault in (options as IValidatableObject)?.Validate(new ValidationContext(options)) ?? [])
        {
            yield return $"{VariableOf($"{section}:{fault.MemberNames.First()}")}: {fault.ErrorMessage}";
        }
    }

    private static string NotAllowed(Setting setting, string value, string allowed) =>
        $"{setting.Variable}: {(setting.IsSecret ? "its value" : value.Length == 0 ? "an empty value" : value)} is not allowed. Allowed: {allowed}";

    private static string AllowedBy(ValidationAttribute rule) => rule switch
    {
        AllowedValuesAttribute values => string.Join(", ", values.Values),
        RangeAttribute range => $"a whole number from {range.Minimum} to {range.Maximum}",
        UrlAttribute => "an address such as https://www.example.se",
        EmailAddressAttribute => "an email address",
        RequiredAttribute => "a text",
        _ => rule.ErrorMessage ?? rule.GetType().Name,
    };

    private static bool IsAddress(string address)
    {
        try
        {
            return BindingAddress.Parse(address) is { Scheme: "http" or "https", Port: >= 0 and <= ushort.MaxValue };
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Returns whether somebody who sets this has probably meant one of our settings, and has not hit any.</summary>
    private static bool LooksMeant(string key)
    {
        var path = Index().Replace(key, ":0");
        if (Known.Any(setting => setting.Path.Equals(path, StringComparison.OrdinalIgnoreCase)
            || setting.Path.StartsWith(path + ":", StringComparison.OrdinalIgnoreCase)))
        {
            return false;
        }

        if (!key.Contains(':', StringComparison.Ordinal))
        {
            return key.Contains('_', StringComparison.Ordinal) && Known.Any(setting => Squeeze(setting.Path) == Squeeze(key));
        }

        var section = key.Split(':')[0];
        return Sections.Contains(section) || Sections.Any(known => Distance(known, section) <= (known.Length < 6 ? 1 : 2));

        static string Squeeze(string name) => string.Concat(name.Split(':', '_')).ToUpperInvariant();
    }

    /// <summary>Counts the letters that must be added, left out or changed to make one name of another.</summary>
    private static int Distance(string one, string other)
    {
        var (a, b) = (one.ToUpperInvariant(), other.ToUpperInvariant());
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var (diagonal, left) = (row[0], i);
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                left = int.Min(int.Min(row[j], left) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                (diagonal, row[j]) = (row[j], left);
            }
        }

        return row[^1];
    }

    private static string VariableOf(string path) => path.Replace(":", "__", StringComparison.Ordinal);

    [GeneratedRegex(":[0-9]+(?=:|$)")]
    private static partial Regex Index();

    /// <summary>A setting.</summary>
    /// <param name="Path">Its place in the configuration. Of a list it is the place in the first entry.</param>
    /// <param name="Property">The property that holds it.</param>
    /// <param name="Holder">The type that is bound.</param>
    private sealed record Setting(string Path, PropertyInfo Property, Type Holder)
    {
        public string Variable => VariableOf(Path);

        public bool IsSecret => Property.GetCustomAttribute<SecretAttribute>() is not null;

        public IEnumerable<ValidationAttribute> Rules => Property.GetCustomAttributes<ValidationAttribute>();

        /// <summary>What is allowed where a text cannot be read as a value.</summary>
        public string Allowed =>
            ValueType == typeof(bool) ? "true or false" : Rules.OfType<RangeAttribute>().Select(AllowedBy).FirstOrDefault("a whole number");

        private Type ValueType => Nullable.GetUnderlyingType(Property.PropertyType) ?? Property.PropertyType;

        public bool CanBeRead(string? text)
        {
            if (text is null || ValueType == typeof(string) || (text.Length == 0 && ValueType != Property.PropertyType))
            {
                return true;
            }

            try
            {
                return TypeDescriptor.GetConverter(ValueType).ConvertFromInvariantString(text) is not null;
            }
            catch (Exception e) when (e is FormatException or ArgumentException or NotSupportedException)
            {
                return false;
            }
        }
    }
}
