using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;

namespace CustomerRegister.Data;

/// <summary>
/// Makes a query whose conditions come and go ready to be compiled, once for each shape that they give it: parameters stand where it holds its context and the values of what is asked.
/// EF Core takes the parameters of a compiled query as single values only.
/// </summary>
internal static class QueryParameters
{
    private const string Context = "context";

    /// <typeparam name="TAsked">A record of the values: the query takes none from elsewhere.</typeparam>
    /// <typeparam name="TQuery">A function of the context and of each value, in the order of the record, that gives the query.</typeparam>
    /// <exception cref="InvalidOperationException">The query holds another value, which would stay what it was the first time.</exception>
    public static Expression<TQuery> Of<TAsked, TQuery>(IQueryable query) where TQuery : Delegate
    {
        ParameterExpression[] parameters = [.. typeof(TQuery).GetMethod(nameof(Action.Invoke))!.GetParameters().Zip([Context, .. Exchange<TAsked>.Values], (p, name) => Expression.Parameter(p.ParameterType, name))];
        return Expression.Lambda<TQuery>(new Exchange<TAsked>(parameters).Visit(query.Expression), parameters);
    }

    private sealed class Exchange<TAsked>(ParameterExpression[] parameters) : ExpressionVisitor
    {
        public static readonly string[] Values = [.. typeof(TAsked).GetConstructors()[0].GetParameters().Select(p => p.Name!)];

        protected override Expression VisitMember(MemberExpression node) => node switch
        {
            { Expression: MemberExpression { Expression: ConstantExpression } asked } when asked.Type == typeof(TAsked) => parameters[1 + Array.IndexOf(Values, node.Member.Name)],
            { Expression: ConstantExpression } when node.Type == typeof(RegisterContext) => parameters[0],
            { Expression: ConstantExpression } => throw new InvalidOperationException($"{node.Member.Name} is not among what is asked."),
            _ => base.VisitMember(node),
        };

        protected override Expression VisitExtension(Expression node) =>
            node is EntityQueryRootExpression root ? Expression.Call(parameters[0], nameof(DbContext.Set), [root.ElementType]) : base.VisitExtension(node);
    }
}
