using System.Reflection;

namespace OutcomeApi.Data;

/// <summary>Gets and sets a member of objects of a type that is known only when the program runs. Reflection takes several times as long.</summary>
public abstract class MemberAccess
{
    /// <summary>Returns what gets and sets a property.</summary>
    public static MemberAccess To(PropertyInfo property) => (MemberAccess)Activator.CreateInstance(
        typeof(Access<,>).MakeGenericType(property.ReflectedType!, property.PropertyType), property.GetMethod, property.SetMethod)!;

    /// <summary>Returns the value.</summary>
    public abstract object? Get(object owner);

    /// <summary>Sets the value, also of a property that is only initialised.</summary>
    public abstract void Set(object owner, object? value);

    private sealed class Access<TOwner, TValue>(MethodInfo? get, MethodInfo? set) : MemberAccess
        where TOwner : class
    {
        private readonly Func<TOwner, TValue>? _get = get?.CreateDelegate<Func<TOwner, TValue>>();

        private readonly Action<TOwner, TValue>? _set = set?.CreateDelegate<Action<TOwner, TValue>>();

        public override object? Get(object owner) => _get!((TOwner)owner);

        public override void Set(object owner, object? value) => _set!((TOwner)owner, (TValue)value!);
    }
}
