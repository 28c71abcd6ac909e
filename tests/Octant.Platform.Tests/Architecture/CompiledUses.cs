using System.Reflection;
using System.Reflection.Emit;

namespace Octant.Platform.Tests.Architecture;

/// <summary>
/// Which type uses which, as the compiler resolved it: signatures, attributes, bases, and every token in every method body.
/// Constants leave no trace, since the compiler copies them.
/// </summary>
internal static class CompiledUses
{
    private const BindingFlags Everything =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> Operations = typeof(OpCodes).GetFields()
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(operation => operation.Value);

    public static IEnumerable<(string User, string Used)> Of(Assembly assembly)
    {
        foreach (var type in assembly.GetTypes())
        {
            foreach (var used in UsedBy(type).SelectMany(Parts).Where(part => part.Assembly == assembly).Distinct())
            {
                yield return (NameOf(type), NameOf(used));
            }
        }
    }

    private static IEnumerable<Type> UsedBy(Type type)
    {
        IEnumerable<Type?> found = [type.BaseType, .. type.GetInterfaces(), .. type.GetCustomAttributesData().Select(attribute => attribute.AttributeType)];
        foreach (var field in type.GetFields(Everything))
        {
            found = found.Append(field.FieldType);
        }

        foreach (var method in type.GetMethods(Everything).Cast<MethodBase>().Concat(type.GetConstructors(Everything)))
        {
            found = found.Concat(method.GetParameters().Select(parameter => parameter.ParameterType));
            found = found.Append((method as MethodInfo)?.ReturnType);
            if (method.GetMethodBody() is { } body)
            {
                found = found.Concat(body.LocalVariables.Select(local => local.LocalType)).Concat(Tokens(method, body.GetILAsByteArray()!));
            }
        }

        return found.OfType<Type>();
    }

    private static IEnumerable<Type?> Tokens(MethodBase method, byte[] code)
    {
        var typeArguments = method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null;
        var methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        for (var position = 0; position < code.Length;)
        {
            short value = code[position++];
            if (value == 0xFE)
            {
                value = (short)((0xFE << 8) | code[position++]);
            }

            var operand = Operations[value].OperandType;
            if (operand is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok)
            {
                var member = method.Module.ResolveMember(BitConverter.ToInt32(code, position), typeArguments, methodArguments);
                yield return member as Type ?? member!.DeclaringType;
                if (member is MethodInfo { IsGenericMethod: true } generic)
                {
                    foreach (var argument in generic.GetGenericArguments())
                    {
                        yield return argument;
                    }
                }
            }

            position += operand switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, position)),
                _ => 4,
            };
        }
    }

    private static IEnumerable<Type> Parts(Type type)
    {
        if (type.HasElementType)
        {
            return Parts(type.GetElementType()!);
        }

        return type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition()) : [type];
    }

    /// <summary>What the compiler makes for lambdas and iterators counts for the type they were written in.</summary>
    private static string NameOf(Type type)
    {
        var outer = type;
        while (outer.DeclaringType is { } declaring)
        {
            outer = declaring;
        }

        return outer.FullName!;
    }
}
